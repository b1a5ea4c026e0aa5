import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Address } from 'viem';
import { Router } from 'wouter';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';
import { type WalletLink, WalletLinkContext } from '#web/wallet/walletLink.ts';

interface PageAround {
  path?: string;
  /** Of the connected wallet. */
  address?: Address;
  config?: Partial<Network['config']>;
  /** What was read already. */
  queries?: QueryClient;
}

/** A part of a page as HTML, before anything was read or clicked. */
export function renderPage(
  part: ReactNode,
  { path = '/', address, config = {}, queries = new QueryClient() }: PageAround = {},
): string {
  const contracts = { staking: '0x01', faucet: null };
  const network = { config: { contracts, ...config }, client: {} } as unknown as Network;
  const wallet: WalletLink = {
    account: address === undefined ? undefined : { address, chainId: 1 },
    ...{ opening: false, failure: null },
    open: () => undefined,
    actions: () => Promise.reject(new Error('there is no wallet here')),
  };
  return renderToStaticMarkup(
    <QueryClientProvider client={queries}>
      <NetworkContext value={network}>
        <WalletLinkContext value={wallet}>
          <Router ssrPath={path}>{part}</Router>
        </WalletLinkContext>
      </NetworkContext>
    </QueryClientProvider>,
  );
}
