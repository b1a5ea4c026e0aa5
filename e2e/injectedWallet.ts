import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { createTestClient, createWalletClient, type Hex, http, publicActions } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { chainOf } from '#chain/networkConfig.ts';
import { takeDrip } from '#devnet/browser/minerTab.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { expect } from './devnet.ts';

// Node cannot name the exports of this CommonJS bundle.
const { injectHeadlessWeb3Provider, Web3RequestKind } = createRequire(import.meta.url)(
  'headless-web3-provider',
) as typeof import('headless-web3-provider');

export { Web3RequestKind };

/** A page with this key's wallet in its browser, connected, which asks the test before it signs. */
export async function injectWallet(page: Page, devnet: Devnet, key: Hex, path = '') {
  const { chainId, rpcUrl } = devnet.chain.config;
  const wallet = await injectHeadlessWeb3Provider(page, [key], chainId, rpcUrl, {
    // It lets every site see its account, and asks before it signs.
    permitted: [
      Web3RequestKind.Accounts,
      Web3RequestKind.RequestAccounts,
      Web3RequestKind.RequestPermissions,
    ],
  });
  await page.goto(devnet.web.url + path);
  await expect(page.getByRole('button', { name: /^0x/ })).toBeVisible();
  return wallet;
}

/**
 * The same with a new key, and with CAI.
 * @param beforeDrip what to do with the connected wallet first
 */
export async function openInjectedWallet(
  page: Page,
  devnet: Devnet,
  beforeDrip: () => Promise<void> = async () => undefined,
) {
  const key = generatePrivateKey();
  const wallet = await injectWallet(page, devnet, key);
  await beforeDrip();
  await takeDrip(page, devnet.web.url);
  return { wallet, key };
}

/** Mines blocks only when told to, so that a transaction can be replaced. @returns the way back */
export async function holdBlocks(
  devnet: Devnet,
): Promise<{ mine(): Promise<void>; release(): Promise<void> }> {
  const { config } = devnet.chain;
  const client = createTestClient({ mode: 'anvil', chain: chainOf(config), transport: http(config.rpcUrl) });
  await client.setAutomine(false);
  return {
    mine: () => client.mine({ blocks: 1 }),
    release: () => client.setAutomine(true),
  };
}

/**
 * Puts another transaction in the place of the account's waiting one, as a wallet's “speed up” and “cancel”
 * do.
 * @param effect what the other one does; nothing for the same call again
 */
export async function replacePending(
  devnet: Devnet,
  key: Hex,
  effect?: { to: Hex; data: Hex },
): Promise<Hex> {
  const { config } = devnet.chain;
  const client = createWalletClient({
    account: privateKeyToAccount(key),
    chain: chainOf(config),
    transport: http(config.rpcUrl),
  }).extend(publicActions);
  const { transactions } = await client.getBlock({ blockTag: 'pending', includeTransactions: true });
  const waiting = transactions.find(({ from }) => from === client.account.address.toLowerCase())!;
  const { to, input, nonce, gas, maxFeePerGas = 0n } = waiting;
  return client.sendTransaction({
    ...(effect ?? { to, data: input }),
    ...{ nonce, gas, maxFeePerGas: 2n * maxFeePerGas, maxPriorityFeePerGas: maxFeePerGas },
  });
}
