import type { Route } from '@playwright/test';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect } from '../devnet.ts';
import { holdBlocks, replacePending, Web3RequestKind } from '../injectedWallet.ts';
import {
  begin,
  chainOfTests,
  confirm,
  expectDone,
  expectFault,
  fillIn,
  press,
  sentence,
  untilAsked,
  type WalletPage,
} from './walletPage.ts';

/** What may go wrong between a page, its wallet and the chain. */
export interface Fault {
  name: string;
  /** Whether the transaction goes through all the same; else it is to be tried again. */
  isSent: boolean;
  /** From the filled form to what the page says in the end. */
  happen(walletPage: WalletPage): Promise<void>;
}

/** Before the wallet is asked; the faucet first asks who can pay. */
const ASKING = /^Asking the chain( who can pay)?…$/;
/** A step that hangs is said to after 8 s. */
const STALL_MS = 8_000;

/** The chain's node gives no answer to this page until the answer is called. */
async function holdAnswers({ page, devnet }: WalletPage): Promise<() => Promise<void>> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const url = `${devnet.chain.config.rpcUrl}/**`;
  const held = async (route: Route) => {
    await opened;
    // The page may have given the question up by then.
    await route.continue().catch(() => undefined);
  };
  await page.route(url, held);
  return async () => {
    open();
    await page.unroute(url, held);
  };
}

/** The chain's node is not there for this page until the answer is called. */
async function cutChain({ page, devnet }: WalletPage): Promise<() => Promise<void>> {
  const url = `${devnet.chain.config.rpcUrl}/**`;
  const refused = (route: Route) => route.abort('connectionrefused');
  await page.route(url, refused);
  return () => page.unroute(url, refused);
}

const declined: Fault = {
  ...{ name: 'declined in the wallet', isSent: false },
  async happen(walletPage) {
    await begin(walletPage);
    const kind = await untilAsked(walletPage);
    await walletPage.wallet.reject(kind);
    await expectFault(walletPage, 'You declined this in your wallet. Nothing was sent.');
  },
};

const anotherAccount: Fault = {
  ...{ name: 'another account in mid-flow', isSent: false },
  async happen(walletPage) {
    const { page, wallet, key, transaction } = walletPage;
    const other = generatePrivateKey();
    await fillIn(walletPage);
    const answer = await holdAnswers(walletPage);
    await press(walletPage);
    await expect(page.getByText(ASKING)).not.toHaveCount(0);
    await wallet.changeAccounts([other]);
    const shown = (of: typeof key) =>
      expect(
        page.getByRole('button', {
          name: new RegExp(`^${privateKeyToAccount(of).address.slice(0, 4)}`, 'i'),
        }),
      ).toBeVisible();
    await shown(other);
    await answer();
    await expect(page.getByText(ASKING)).toHaveCount(0);
    const { address } = privateKeyToAccount(other);
    const said = `Your wallet changed to ${address.slice(0, 6)}…${address.slice(-4)}. Nothing was sent.`;
    await expect(page.getByRole('alert').filter({ hasText: said })).toBeVisible();
    if (transaction.isForAnyAccount)
      for (const [field, value] of transaction.kept?.(page) ?? []) await expect(field).toHaveValue(value);
    expect(wallet.getPendingRequestCount()).toBe(0);
    await wallet.changeAccounts([key]);
    await shown(key);
    await page.reload();
    await expect(page.getByRole('button', { name: /^0x/ })).toBeVisible();
    await transaction.open?.(page);
  },
};

const withoutChain: Fault = {
  ...{ name: 'without the chain at the moment of sending', isSent: false },
  async happen(walletPage) {
    const { transaction, page } = walletPage;
    await fillIn(walletPage);
    const mend = await cutChain(walletPage);
    await press(walletPage);
    await expect(
      (transaction.fault?.(page) ?? page.locator('.flow-status[role=alert]')).filter({
        hasText: 'The chain does not answer. Try again in a moment.',
      }),
    ).toBeVisible();
    expect(walletPage.wallet.getPendingRequestCount()).toBe(0);
    await mend();
    await expectFault(walletPage, 'The chain does not answer. Try again in a moment.');
  },
};

const withoutGas: Fault = {
  ...{ name: 'without gas', isSent: false },
  async happen(walletPage) {
    const { devnet, account } = walletPage;
    const chain = chainOfTests(devnet);
    const { address } = account;
    const value = await chain.getBalance({ address });
    await chain.setBalance({ address, value: 0n });
    await begin(walletPage);
    if (walletPage.transaction.signs) await walletPage.wallet.authorize(Web3RequestKind.SignTypedDataV4);
    await expectFault(walletPage, 'Your wallet has too little gas for this.');
    await chain.setBalance({ address, value });
  },
};

/** Sends, and has the page see it waiting: it then finds what takes its place. */
async function sendAndWatch(walletPage: WalletPage): Promise<void> {
  const { page } = walletPage;
  await begin(walletPage);
  const seen = page.waitForResponse((response) =>
    Boolean(response.request().postData()?.includes('eth_getTransactionByHash')),
  );
  await confirm(walletPage);
  await expect(sentence(walletPage, 'Sent; waiting for the chain…')).toBeVisible();
  await seen;
}

const cancelled: Fault = {
  ...{ name: 'cancelled in the wallet', isSent: false },
  async happen(walletPage) {
    const { devnet, key, account } = walletPage;
    const blocks = await holdBlocks(devnet);
    try {
      await sendAndWatch(walletPage);
      await replacePending(devnet, key, { to: account.address, data: '0x' });
      await blocks.mine();
    } finally {
      await blocks.release();
    }
    await expectFault(walletPage, 'You cancelled the transaction in your wallet.');
  },
};

const spedUp: Fault = {
  ...{ name: 'replaced to speed it up', isSent: true },
  async happen(walletPage) {
    const { devnet, key } = walletPage;
    const blocks = await holdBlocks(devnet);
    try {
      await sendAndWatch(walletPage);
      await replacePending(devnet, key);
      await blocks.mine();
    } finally {
      await blocks.release();
    }
  },
};

const late: Fault = {
  ...{ name: 'answered late', isSent: true },
  async happen(walletPage) {
    const { page } = walletPage;
    await begin(walletPage);
    await untilAsked(walletPage);
    await page.clock.fastForward(STALL_MS);
    await expect(sentence(walletPage, /^Your wallet has not answered yet\./)).toBeVisible();
    await page.getByRole('button', { name: 'Keep waiting' }).press('Enter');
    await expect(sentence(walletPage, / in your wallet…$/)).toBeVisible();
    await confirm(walletPage);
  },
};

const wrongChain: Fault = {
  ...{ name: 'another network in mid-flow', isSent: true },
  async happen(walletPage) {
    const { page, devnet, wallet } = walletPage;
    const { chainId, rpcUrl } = devnet.chain.config;
    await fillIn(walletPage);
    const answer = await holdAnswers(walletPage);
    await press(walletPage);
    await expect(page.getByText(ASKING)).not.toHaveCount(0);
    wallet.addNetwork(chainId + 1, rpcUrl);
    wallet.switchNetwork(chainId + 1);
    await expect(page.getByRole('button', { name: 'Wrong network' })).toBeVisible();
    await answer();
    await expect(sentence(walletPage, 'Switch the network in your wallet…')).toBeVisible();
    await wallet.authorize(Web3RequestKind.SwitchEthereumChain);
    await confirm(walletPage);
  },
};

const awayWhileSent: Fault = {
  ...{ name: 'without the chain just after it was sent', isSent: true },
  async happen(walletPage) {
    await begin(walletPage);
    await untilAsked(walletPage);
    if (walletPage.transaction.signs) await walletPage.wallet.authorize(Web3RequestKind.SignTypedDataV4);
    await expect
      .poll(() => walletPage.wallet.getPendingRequestCount(Web3RequestKind.SendTransaction))
      .toBe(1);
    const mend = await cutChain(walletPage);
    await walletPage.wallet.authorize(Web3RequestKind.SendTransaction);
    await expect(sentence(walletPage, 'Sent; waiting for the chain…')).toBeVisible();
    await mend();
  },
};

/** Those that each transaction of the dApp is tried with in every run. */
export const COMMON_FAULTS: readonly Fault[] = [declined, anotherAccount, withoutChain];
export const FURTHER_FAULTS: readonly Fault[] = [
  ...[withoutGas, cancelled, spedUp, late, wrongChain, awayWhileSent],
];

/** Has each of them happen, tries again after those that sent nothing, and sees it done once. */
export async function tryFaults(walletPage: WalletPage, faults: readonly Fault[]): Promise<void> {
  for (const fault of faults) {
    const before = await walletPage.sent();
    await fault.happen(walletPage);
    if (fault.isSent) return expectDone(walletPage, before);
    // One that was cancelled has sent the cancellation.
    expect(await walletPage.sent()).toBe(fault === cancelled ? before + 1 : before);
  }
  const before = await walletPage.sent();
  await begin(walletPage);
  await confirm(walletPage);
  await expectDone(walletPage, before);
}
