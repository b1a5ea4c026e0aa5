import type { Page } from '@playwright/test';
import { createTestClient, type Hex, http, type LocalAccount, publicActions } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { Devnet } from '#devnet/devnet.ts';
import { expect } from '../devnet.ts';
import { injectWallet, Web3RequestKind } from '../injectedWallet.ts';
import type { WalletTransaction } from './prepared.ts';

/** A page on which a wallet is about to make one transaction, and what a fault may do to it. */
export interface WalletPage {
  page: Page;
  devnet: Devnet;
  transaction: WalletTransaction;
  wallet: Awaited<ReturnType<typeof injectWallet>>;
  account: LocalAccount;
  key: Hex;
  /** Transactions that the account has sent, whatever became of them. */
  sent(): Promise<number>;
}

/** Puts a new account where it can make the transaction, and opens its page. */
export async function openWalletPage(
  page: Page,
  devnet: Devnet,
  transaction: WalletTransaction,
): Promise<WalletPage> {
  const key = generatePrivateKey();
  const account = privateKeyToAccount(key);
  const path = await transaction.prepare(devnet, account);
  const wallet = await injectWallet(page, devnet, key, path);
  const chain = chainOfTests(devnet);
  return {
    ...{ page, devnet, transaction, wallet, account, key },
    sent: () => chain.getTransactionCount({ address: account.address, blockTag: 'pending' }),
  };
}

export const chainOfTests = ({ chain: { config } }: Devnet) =>
  createTestClient({ mode: 'anvil', transport: http(config.rpcUrl) }).extend(publicActions);

/** What the page says about the transaction: a fault as an alert, all else as a status. */
export const sentence = ({ page }: WalletPage, text: string | RegExp) =>
  page.locator('.flow-status').filter({ hasText: text });

/** Fills the form in. What its button needs to know has been read then. */
export async function fillIn({ page, transaction }: WalletPage): Promise<void> {
  await transaction.fill?.(page);
  await expect(transaction.button(page)).toBeEnabled();
}

export const press = ({ page, transaction }: WalletPage) => transaction.button(page).press('Enter');

export async function begin(walletPage: WalletPage): Promise<void> {
  await fillIn(walletPage);
  await press(walletPage);
}

/** The wallet is asked; one that is to give an allowance first signs that. */
export async function untilAsked(walletPage: WalletPage) {
  const { wallet, transaction } = walletPage;
  const kind = transaction.signs ? Web3RequestKind.SignTypedDataV4 : Web3RequestKind.SendTransaction;
  await expect.poll(() => wallet.getPendingRequestCount(kind)).toBe(1);
  return kind;
}

/** The user confirms all that the wallet asks. */
export async function confirm(walletPage: WalletPage): Promise<void> {
  const { wallet, transaction } = walletPage;
  if (transaction.signs) await wallet.authorize(Web3RequestKind.SignTypedDataV4);
  await wallet.authorize(Web3RequestKind.SendTransaction);
}

/** The transaction went through, once, and the wallet is asked for nothing more. */
export async function expectDone(walletPage: WalletPage, sentBefore: number): Promise<void> {
  const { page, wallet, transaction, sent } = walletPage;
  await expect(transaction.done(page)).toBeVisible();
  expect(wallet.getPendingRequestCount()).toBe(0);
  expect(await sent()).toBe(sentBefore + 1);
}

/** The page says what was wrong, the form is as it was filled in, and the wallet is asked for nothing. */
export async function expectFault(walletPage: WalletPage, says: string): Promise<void> {
  const { page, wallet, transaction } = walletPage;
  const alert = transaction.fault?.(page) ?? page.getByRole('alert');
  await expect(alert.filter({ hasText: says })).toBeVisible();
  for (const [field, value] of transaction.kept?.(page) ?? []) await expect(field).toHaveValue(value);
  await expect(transaction.button(page)).toBeEnabled();
  expect(wallet.getPendingRequestCount()).toBe(0);
}
