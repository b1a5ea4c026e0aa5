import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { Address } from 'viem';
import type { Devnet } from '#devnet/devnet.ts';
import {
  connectDevnetWallet,
  registerTab,
  startMining,
  takeDrip,
  waitUntilMining,
} from '#devnet/browser/minerTab.ts';
import { minersOf } from './chainControl.ts';

/**
 * Loading, compiling and proving both models with the software adapter, beside another tab that works: a
 * minute or two on an idle machine. A busy one may take longer, and a test that ends it there would only tell
 * of the load.
 */
export const MINING_TIMEOUT_MS = 400_000;

export interface MinerTab {
  context: BrowserContext;
  page: Page;
  name: string;
  operator: Address;
  owner: Address;
}

/**
 * A browser profile of its own that goes the whole way from nothing to a mining tab.
 * @param options.without names of models that the tab does not offer: each that it does takes long to be
 *   proven
 */
export async function openMiner(
  browser: Browser,
  devnet: Devnet,
  options: { name: string; bond?: string; without?: string[] },
): Promise<MinerTab> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await registerTab(page, devnet.web.url, options);
  const node = (await minersOf(devnet)).at(-1);
  if (node === undefined) throw new Error('The chain has no miner after a registration.');
  for (const model of options.without ?? []) await page.getByRole('checkbox', { name: model }).uncheck();
  await startMining(page);
  await waitUntilMining(page, MINING_TIMEOUT_MS);
  await waitForAllModels(page);
  return { context, page, name: options.name, operator: node.operator, owner: node.owner };
}

/** The first model works while the others are still proven; until they are, a task for them waits. */
async function waitForAllModels(page: Page): Promise<void> {
  const models = page.getByRole('list', { name: 'Loading' }).getByRole('listitem');
  for (const model of await models.all())
    await expect(model).toContainText('Ready', { timeout: MINING_TIMEOUT_MS });
}
