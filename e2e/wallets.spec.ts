import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey } from 'viem/accounts';
import { build } from 'vite';
import { takeDrip } from '#devnet/browser/minerTab.ts';
import { expect, test } from './devnet.ts';

// Node cannot name the exports of this CommonJS bundle.
const { injectHeadlessWeb3Provider, Web3RequestKind } = createRequire(import.meta.url)(
  'headless-web3-provider',
) as typeof import('headless-web3-provider');

test('a browser wallet can decline a stake, and makes it with one signature and one transaction', async ({
  page,
  devnet,
}) => {
  const { chainId, rpcUrl } = devnet.chain.config;
  const wallet = await injectHeadlessWeb3Provider(page, [generatePrivateKey()], chainId, rpcUrl, {
    // It lets every site see its account, and asks before it signs.
    permitted: [
      Web3RequestKind.Accounts,
      Web3RequestKind.RequestAccounts,
      Web3RequestKind.RequestPermissions,
    ],
  });
  await page.goto(devnet.web.url);
  await page.getByRole('button', { name: /^0x/ }).click();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Connect wallet' }).first().click();
  await expect(page.getByRole('button', { name: 'Devnet wallet' })).toBeVisible();
  await page.getByRole('button', { name: 'Browser Wallet' }).click();
  await expect(page.getByRole('button', { name: /^0x/ })).toBeVisible();
  await takeDrip(page, devnet.web.url);

  await page.goto(`${devnet.web.url}/stake`);
  const amount = page.getByLabel('Amount to stake', { exact: true });
  const stake = page.getByRole('button', { name: 'Stake CAI', exact: true });
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
    build: { outDir, copyPublicDir: false, emptyOutDir: true },
  });
  expect(await filesWithMarker(outDir)).toEqual([]);
  await rm(outDir, { recursive: true });
});
