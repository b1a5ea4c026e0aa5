import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Address } from 'viem';
import { Router } from 'wouter';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';
import { type WalletLink, WalletLinkContext } from '#web/wallet/walletLink.ts';

/** What a part of the pages shows. @param address of the connected wallet */
export function shown(
  part: ReactNode,
  { address, config = {} }: { address?: Address; config?: Partial<Network['config']> } = {},
): string {
  const account = address === undefined ? undefined : { address, chainId: 1 };
  return renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <NetworkContext value={{ config, client: {} } as Network}>
        <WalletLinkContext value={{ account } as WalletLink}>
          <Router ssrPath="/nodes">{part}</Router>
        </WalletLinkContext>
      </NetworkContext>
    </QueryClientProvider>,
  );
}
