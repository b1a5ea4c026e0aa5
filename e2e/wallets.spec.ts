import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { privateKeyToAddress } from 'viem/accounts';
import { build } from 'vite';
import type { Devnet } from '#devnet/devnet.ts';
import { axeViolations } from './accessibility.ts';
import { teachBatching } from './batchingWallet.ts';
import { expect, test } from './devnet.ts';
import { holdBlocks, openInjectedWallet, replacePending, Web3RequestKind } from './injectedWallet.ts';

test('a browser wallet can decline a stake, and makes it with one signature and one transaction', async ({
  page,
  devnet,
}) => {
  const { wallet } = await openInjectedWallet(page, devnet, async () => {
    await page.getByRole('button', { name: /^0x/ }).click();
    await expect(page.getByRole('dialog', { name: 'Your wallet' })).toBeVisible();
    expect(await axeViolations(page, 'dialog')).toEqual([]);
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect wallet' }).first().click();
    await expect(page.getByRole('button', { name: 'Devnet wallet' })).toBeVisible();
    await expect(page.getByRole('dialog', { name: 'Connect a wallet' })).toBeVisible();
    expect(await axeViolations(page, '[role="dialog"]')).toEqual([]);
    await page.getByRole('button', { name: 'Browser Wallet' }).click();
    await expect(page.getByRole('button', { name: /^0x/ })).toBeVisible();
  });

  await page.goto(`${devnet.web.url}/stake`);
  const amount = page.getByLabel('Amount to stake', { exact: true });
  const stake = page.getByRole('button', { name: /^Stake ([\d,]+ )?CAI$/ });
  await amount.fill('1000');
  await stake.click();
  await wallet.reject(Web3RequestKind.SignTypedDataV4);
  // The test wallet's refusal loses its code (4001) on the way into the page, as some wallets' does.
  await expect(page.getByRole('alert')).toContainText('You declined this in your wallet.');

  await stake.click();
  await wallet.authorize(Web3RequestKind.SignTypedDataV4);
  await wallet.authorize(Web3RequestKind.SendTransaction);
  await expect(page.getByText('Staked.', { exact: true })).toBeVisible();
  expect(wallet.getPendingRequestCount()).toBe(0);
});

test('a wallet that does several calls as one stakes with one question and no signature', async ({
  page,
  devnet,
}) => {
  const { wallet, key } = await openInjectedWallet(page, devnet);
  const { address, batches } = await teachBatching(devnet, key, wallet as never);
  await page.goto(`${devnet.web.url}/stake`);
  await page.getByLabel('Amount to stake', { exact: true }).fill('1000');
  const stake = page.getByRole('button', { name: /^Stake ([\d,]+ )?CAI$/ });
  await stake.click();
  await expect(page.getByText('Confirm in your wallet…')).toBeVisible();
  await expect.poll(() => batches.length).toBe(1);
  batches[0]!.decline();
  await expect(page.getByRole('alert')).toContainText('You declined this in your wallet.');

  await stake.click();
  await expect.poll(() => batches.length).toBe(2);
  const { cai, staking } = devnet.chain.config.contracts;
  const [, second] = batches;
  expect(second).toMatchObject({ atomicRequired: true, from: address });
  expect(second!.calls.map(({ to }) => to)).toEqual([cai, staking]);
  await second!.approve();
  await expect(page.getByText('Staked.', { exact: true })).toBeVisible();
  expect(wallet.getPendingRequestCount()).toBe(0);
  expect(batches.length).toBe(2);

  await page.goto(`${devnet.web.url}/portfolio`);
  await page.getByRole('button', { name: 'Read events' }).click();
  await expect(page.getByRole('link', { name: /Save events/ })).toBeVisible();
  await expect(page.getByText(/^1 event/)).toBeVisible();
});

/** Stakes, which leaves idle stake for the one call of the journeys below: unstaking. */
async function openWithStake(page: Page, devnet: Devnet) {
  const opened = await openInjectedWallet(page, devnet);
  await page.goto(`${devnet.web.url}/stake`);
  await page.getByLabel('Amount to stake', { exact: true }).fill('1000');
  await page.getByLabel('Amount to stake', { exact: true }).press('Enter');
  await opened.wallet.authorize(Web3RequestKind.SignTypedDataV4);
  await opened.wallet.authorize(Web3RequestKind.SendTransaction);
  await expect(page.getByText('Staked.', { exact: true })).toBeVisible();
  const card = page.getByRole('region', { name: 'Unstake' });
  const unstake = async () => {
    await page.getByLabel('Amount to unstake', { exact: true }).fill('100');
    await page.getByRole('button', { name: /^Unstake [\d,]+ CAI$/ }).click();
  };
  return { ...opened, card, unstake };
}

const UNSTAKED = 'Unstaked. The cool-down has started.';
/** A step that hangs is said to after 8 s. */
const STALL_MS = 8_000;

test('a browser wallet that does not answer leaves a choice, and may still answer', async ({
  page,
  devnet,
}) => {
  await page.clock.install();
  const { wallet, card, unstake } = await openWithStake(page, devnet);
  await unstake();
  await expect(card.getByText('Confirm in your wallet…')).toBeVisible();
  await page.clock.fastForward(STALL_MS);
  await expect(card.getByText(/^Your wallet has not answered yet\./)).toBeVisible();
  await card.getByRole('button', { name: 'Keep waiting' }).click();
  await expect(card.getByText('Confirm in your wallet…')).toBeVisible();
  await wallet.authorize(Web3RequestKind.SendTransaction);
  await expect(card.getByText(UNSTAKED)).toBeVisible();
});

test('a browser wallet may speed a transaction up, or cancel it', async ({ page, devnet }) => {
  const { wallet, key, card, unstake } = await openWithStake(page, devnet);
  const blocks = await holdBlocks(devnet);
  // What the page has seen waiting it finds again in another's place.
  const authorizeAndWatch = async () => {
    const seen = page.waitForResponse((response) =>
      Boolean(response.request().postData()?.includes('eth_getTransactionByHash')),
    );
    await wallet.authorize(Web3RequestKind.SendTransaction);
    await expect(card.getByText('Sent; waiting for the chain…')).toBeVisible();
    await seen;
  };
  try {
    await unstake();
    await authorizeAndWatch();
    await replacePending(devnet, key);
    await blocks.mine();
    await expect(card.getByText(UNSTAKED)).toBeVisible();

    await unstake();
    await authorizeAndWatch();
    await replacePending(devnet, key, { to: privateKeyToAddress(key), data: '0x' });
    await blocks.mine();
    await expect(card.getByRole('alert')).toContainText('You cancelled the transaction in your wallet.');
  } finally {
    await blocks.release();
  }
});

test('a transaction is told on every page once its own was left, also after a reload, until it is dismissed', async ({
  page,
  devnet,
}) => {
  const { wallet, key, card, unstake } = await openWithStake(page, devnet);
  const blocks = await holdBlocks(devnet);
  const toasts = page.getByRole('region', { name: 'Your transactions' });
  const toast = toasts.getByRole('listitem');
  const send = async () => {
    await unstake();
    await wallet.authorize(Web3RequestKind.SendTransaction);
    await expect(card.getByText('Sent; waiting for the chain…')).toBeVisible();
    await expect(card.getByText(/^Unstake 100 CAI 0x/)).toBeVisible();
    await expect(toasts).toHaveCount(0);
  };
  try {
    await send();
    await page.getByRole('navigation').getByRole('link', { name: 'Explore' }).click();
    await expect(toast).toContainText(/Unstake 100 CAI.*Waiting.*0x/);
    expect(await axeViolations(page, '.toasts')).toEqual([]);
    await page.reload();
    await expect(toast).toContainText('Waiting');
    await expect(page.locator('.toasts :focus')).toHaveCount(0);
    // One that is done leaves by itself, but not below the pointer.
    await toast.hover();
    await blocks.mine();
    await expect(toast).toContainText(/Unstake 100 CAI.*Done/);
    await toast.getByRole('button', { name: 'Dismiss: Unstake 100 CAI' }).press('Enter');
    await expect(toasts).toHaveCount(0);
    await expect(page.locator('#content')).toBeFocused();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Explore' })).toBeVisible();
    await expect(toasts).toHaveCount(0);

    // What the wallet did while no page was open.
    await page.goto(`${devnet.web.url}/stake`);
    await send();
    // Once it knows the transaction's place in the account's order, it can find what has taken that.
    await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toMatch(/nonce\W+\d/);
    await page.goto('about:blank');
    await replacePending(devnet, key, { to: privateKeyToAddress(key), data: '0x' });
    await blocks.mine();
    await page.goto(`${devnet.web.url}/faucet`);
    await expect(toast).toContainText(/Unstake 100 CAI.*Cancelled/);
    await page.getByRole('contentinfo').getByRole('link', { name: 'Activity' }).click();
    await expect(toasts.getByRole('listitem').filter({ hasText: 'Cancelled' })).toHaveCount(1);
    await expect(toasts.getByRole('listitem').filter({ hasText: 'Done' }).first()).toBeVisible();
    await page.getByRole('navigation').getByRole('link', { name: 'Stake' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Stake' })).toBeVisible();
    await expect(toasts).toHaveCount(0);
  } finally {
    await blocks.release();
  }
});

test('a browser wallet on another network is asked to switch before it is asked to send', async ({
  page,
  devnet,
}) => {
  const { wallet, card, unstake } = await openWithStake(page, devnet);
  const { chainId, rpcUrl } = devnet.chain.config;
  wallet.addNetwork(chainId + 1, rpcUrl);
  wallet.switchNetwork(chainId + 1);
  await expect(page.getByRole('button', { name: 'Wrong network' })).toBeVisible();
  await unstake();
  await expect(card.getByText('Switch the network in your wallet…')).toBeVisible();
  await wallet.authorize(Web3RequestKind.SwitchEthereumChain);
  await expect(card.getByText('Confirm in your wallet…')).toBeVisible();
  await wallet.authorize(Web3RequestKind.SendTransaction);
  await expect(card.getByText(UNSTAKED)).toBeVisible();
});

test('the site stays up without its chain, and says that the wallet was not asked', async ({
  page,
  devnet,
}) => {
  await page.clock.install();
  const { wallet, card, unstake } = await openWithStake(page, devnet);
  await page.route(`${devnet.chain.config.rpcUrl}/**`, () => undefined);
  await unstake();
  await expect(card.getByText('Asking the chain…')).toBeVisible();
  await page.clock.fastForward(STALL_MS);
  await expect(
    card.getByText(/^The chain has not answered yet, and your wallet was not asked\./),
  ).toBeVisible();
  expect(wallet.getPendingRequestCount()).toBe(0);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Stake' })).toBeVisible();
  await page.clock.fastForward(STALL_MS);
  await expect(page.getByRole('alert').filter({ hasText: 'The chain does not answer' })).toBeVisible();
});

/** The connector's id, which is in every bundle that contains the devnet wallet. */
const MARKER = 'cuckoo-devnet-wallet';

async function filesWithMarker(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const scripts = files.filter((file) => file.isFile() && file.name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  const found = await Promise.all(
    scripts.map(
      async ({ parentPath, name }) =>
        (await readFile(join(parentPath, name), 'utf8')).includes(MARKER) && name,
    ),
  );
  return found.filter((name) => name !== false);
}

test('only the devnet build contains the devnet wallet', async () => {
  expect(await filesWithMarker('dist')).not.toEqual([]);
  const outDir = await mkdtemp(join(tmpdir(), 'cuckoo-production-'));
  await build({
    mode: 'production',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  expect(await filesWithMarker(outDir)).toEqual([]);
  await rm(outDir, { recursive: true });
});
