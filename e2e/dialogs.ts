import type { Locator, Page } from '@playwright/test';

/** A dialog of the pages, and the way to it. */
interface DialogWay {
  path: string;
  title: string;
  /** What opens it. */
  opener(page: Page): Locator;
  /** For a phone whose browser has no wallet; the others are for a wallet with stake. */
  isForStranded?: true;
}

/** By the component that opens it. */
export const DIALOGS: Record<string, DialogWay> = {
  VoteDialog: {
    path: '/nodes',
    title: 'Vote for Devnet coordinator',
    opener: (page) => page.getByRole('button', { name: 'Vote for Devnet coordinator' }),
  },
  PositionDialog: {
    path: '/portfolio',
    title: 'Vote with idle stake',
    opener: (page) => page.getByRole('button', { name: 'Vote with idle stake' }),
  },
  AccountDialog: {
    path: '/faucet',
    title: 'Your wallet',
    opener: (page) => page.getByRole('banner').getByRole('button', { name: /^0x/ }),
  },
  WalletBrowserDialog: {
    path: '/stake',
    title: 'Open this page in your wallet',
    opener: (page) => page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }),
    isForStranded: true,
  },
};
