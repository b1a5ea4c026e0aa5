import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { type Address, encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import {
  connectDevnetWallet,
  registerTab,
  startMining,
  takeDrip,
  waitUntilMining,
} from '#devnet/browser/minerTab.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { callAs } from '#devnet/testing/callAs.ts';
import { minersOf, nodeOf } from './chainControl.ts';

/**
 * Loading, compiling and proving both models with the software adapter, beside another tab that works, takes
 * a minute or two on an idle machine. The limit is far above that: a busy machine must not fail the test.
 */
export const MINING_TIMEOUT_MS = 400_000;
/** For a hook that opens a tab. */
export const TAB_TIMEOUT_MS = 900_000;

export interface MinerTab {
  context: BrowserContext;
  page: Page;
  name: string;
  operator: Address;
  owner: Address;
  /** What the page's Content-Security-Policy has refused so far, in its workers too. */
  refusals: string[];
}

/** Collects what a page's policy refuses to it and its workers: the browser writes it to the console. */
function collectRefusals(page: Page): string[] {
  const refusals: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refusals.push(message.text());
  });
  return refusals;
}

/**
 * Takes a fresh browser profile all the way to a mining tab.
 * @param options.without names of models that the tab does not offer: proving each offered model takes long
 */
export async function openMiner(
  browser: Browser,
  devnet: Devnet,
  options: { name: string; bond?: string; without?: string[] },
): Promise<MinerTab> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const refusals = collectRefusals(page);
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  // By its owner: another tab may register at the same time.
  const owner = await page.getByLabel('Address').inputValue();
  await registerTab(page, devnet.web.url, options);
  const node = (await minersOf(devnet)).find((each) => each.owner === owner);
  if (node === undefined) throw new Error(`The chain has no miner of ${owner} after its registration.`);
  for (const model of options.without ?? []) await page.getByRole('checkbox', { name: model }).uncheck();
  await startMining(page);
  await waitUntilMining(page, MINING_TIMEOUT_MS);
  await waitForAllModels(page);
  return { context, page, name: options.name, operator: node.operator, owner: node.owner, refusals };
}

/** Closes a tab, and its node with it: draws and juries of later journeys on this chain would call it. */
export async function closeMiner(devnet: Devnet, { context, operator, owner }: MinerTab): Promise<void> {
  await context.close();
  const { id } = await nodeOf(devnet, operator);
  const { config } = devnet.chain;
  const data = encodeFunctionData({ abi: stakingAbi, functionName: 'retire', args: [id] });
  await callAs(config, owner, { to: config.contracts.staking, data });
}

/** A tab mines with its first model while the others are still being proven; a task for those waits. */
async function waitForAllModels(page: Page): Promise<void> {
  const models = page.getByRole('list', { name: 'Loading' }).getByRole('listitem');
  for (const model of await models.all())
    await expect(model).toContainText('Ready', { timeout: MINING_TIMEOUT_MS });
}
