import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Router } from 'wouter';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';
import { type WalletLink, WalletLinkContext } from '#web/wallet/walletLink.ts';

const NETWORK = { config: { contracts: { staking: '0x01', faucet: null } } } as unknown as Network;
const WALLET: WalletLink = {
  ...{ account: undefined, opening: false, failure: null },
  open: () => undefined,
  actions: () => Promise.reject(new Error('there is no wallet here')),
};

/** A part of a page as HTML, before anything was read or clicked. */
export const renderPage = (part: ReactNode, path = '/'): string =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <NetworkContext value={NETWORK}>
        <WalletLinkContext value={WALLET}>
          <Router ssrPath={path}>{part}</Router>
        </WalletLinkContext>
      </NetworkContext>
    </QueryClientProvider>,
  );
