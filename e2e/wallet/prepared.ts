import type { Locator, Page } from '@playwright/test';
import { encodeFunctionData, type Hex, type LocalAccount, parseEther } from 'viem';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { callAs } from '#devnet/testing/callAs.ts';
import { jail, minersOf, passTime } from '../chainControl.ts';
import { addMiner, fund } from '../chainNodes.ts';

/** What the wallets' transactions are made of: what an account is given first, and the page's parts. */

export interface WalletTransaction {
  name: string;
  /** The file in `src/web` whose button it is. */
  file: string;
  /** Whether the wallet signs an allowance before it sends. */
  signs?: boolean;
  /** Puts the account where it can do this, with gas. @returns the page's path */
  prepare(devnet: Devnet, account: LocalAccount): Promise<string>;
  /** Opens its dialog. */
  open?(page: Page): Promise<void>;
  fill?(page: Page): Promise<void>;
  /** What stays in the form after a fault. */
  kept?(page: Page): [Locator, string][];
  /** Whether the form also stays, as it was filled in, for another account of the wallet. */
  isForAnyAccount?: boolean;
  button(page: Page): Locator;
  /** Faults that this one does not know, each with the reason. */
  withoutFaults?: Readonly<Record<string, string>>;
  /** Where a fault is told; in the flow's line without it. */
  fault?(page: Page): Locator;
  done(page: Page): Locator;
}

export const COOL_DOWN_S = 60 * 60;
export const FIRST = 'node “Devnet coordinator” (1)';
export const NAME = 'Nest';
export const PLENTY = parseEther('5000');
export const VOTES = parseEther('1000');

export const stakingCall = encodeFunctionData<typeof stakingAbi>;
export type Arguments = Parameters<typeof stakingCall>[0];
export const call = (devnet: Devnet, account: LocalAccount, data: Hex) =>
  callAs(devnet.chain.config, account.address, { to: devnet.chain.config.contracts.staking, data });
export const stakes = (devnet: Devnet, account: LocalAccount, functionName: string, ...args: unknown[]) =>
  call(devnet, account, stakingCall({ abi: stakingAbi, functionName, args } as unknown as Arguments));

/** CAI in the wallet, and gas. */
export async function give(devnet: Devnet, account: LocalAccount, wei: bigint): Promise<void> {
  const wallet = deployerWallet(devnet.chain.config, devnetDeployer());
  const { cai } = devnet.chain.config.contracts;
  await mined(wallet, await wallet.sendTransaction({ to: account.address, value: parseEther('1') }));
  const args = [account.address, wei] as const;
  await mined(
    wallet,
    await wallet.writeContract({ abi: caiAbi, address: cai, functionName: 'transfer', args }),
  );
}

export async function vote(devnet: Devnet, account: LocalAccount): Promise<void> {
  await fund(devnet, account, PLENTY);
  await stakes(devnet, account, 'vote', 1n, VOTES);
}

export async function ownNode(devnet: Devnet, account: LocalAccount): Promise<bigint> {
  return (await addMiner(devnet, NAME, 500, account)).id;
}

export const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
export const button = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) });
export const said = (text: string) => (page: Page) => page.locator('.flow-status').filter({ hasText: text });

/** A form with one field. */
export const form = (label: string, value: string) => ({
  fill: (page: Page) => field(page, label).fill(value),
  kept: (page: Page): [Locator, string][] => [[field(page, label), value]],
});
/** A dialog with an amount. */
export const dialog = (opener: string, amount = '100') => ({
  open: async (page: Page) => button(opener)(page).press('Enter'),
  ...form('Amount', amount),
});

export async function jailOwn(devnet: Devnet, account: LocalAccount): Promise<void> {
  const id = await ownNode(devnet, account);
  await jail(devnet, (await minersOf(devnet)).find((node) => node.id === id)!, 60);
  await passTime(devnet, 61);
}
