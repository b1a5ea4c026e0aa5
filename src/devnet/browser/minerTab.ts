import type { Page } from 'playwright-core';

/**
 * Takes a fresh browser to a mining tab through the dApp's own pages, as a user would. The house miner and
 * the end-to-end tests share it.
 */

/** Connects the built-in devnet wallet through RainbowKit's dialog. */
export async function connectDevnetWallet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect wallet' }).first().click();
  await page.getByRole('button', { name: 'Devnet wallet' }).click();
  await page.getByRole('button', { name: 'Connect wallet' }).first().waitFor({ state: 'hidden' });
}

/** One drip of CAI and gas for the connected wallet, paid for by the coordinator. */
export async function takeDrip(page: Page, baseUrl: string): Promise<void> {
  await page.goto(`${baseUrl}/faucet`);
  await page.getByRole('button', { name: 'Get CAI and gas' }).click();
  await page.getByText('Done. The CAI has arrived at this address.').waitFor();
}

/** Registers the tab's miner key with a bond from the wallet, in one transaction. */
export async function registerTab(
  page: Page,
  baseUrl: string,
  options: { name: string; bond?: string },
): Promise<void> {
  await page.goto(`${baseUrl}/mine`);
  await page.getByLabel('Name of the miner').fill(options.name);
  if (options.bond !== undefined) await page.getByLabel('Bond', { exact: true }).fill(options.bond);
  await page.getByRole('button', { name: /^Register with [\d,]+ CAI$/ }).click();
  await page.getByRole('listitem', { name: 'Registration: done' }).waitFor();
}

/**
 * Starts or resumes mining. Loading and proving the models takes longer; `waitUntilMining` waits for that.
 */
export async function startMining(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Start|Resume) mining$/ }).click();
}

export async function waitUntilMining(page: Page, timeoutMs: number): Promise<void> {
  const work = page.getByRole('region', { name: 'This tab’s work' });
  const mining = work.getByText(/^Mining: /);
  const failed = work.getByRole('alert');
  await mining.or(failed).first().waitFor({ timeout: timeoutMs });
  if (await failed.isVisible()) throw new Error((await failed.textContent()) ?? 'The miner failed.');
}

/**
 * Follows the models of a mining tab, which works with its first one while it prepares the others, until each
 * is ready or refused.
 * @param onReady called with the name of each that is ready
 */
export async function watchModels(
  page: Page,
  timeoutMs: number,
  onReady: (model: string) => void,
): Promise<void> {
  const list = page.getByRole('list', { name: 'Loading' });
  const names = await list.locator('li b').allInnerTexts();
  const watchModel = async (name: string) => {
    const named = { has: page.getByText(name, { exact: true }) };
    const ready = list.locator('li[data-state=ready]', named);
    await ready.or(list.locator('li[data-state=refused]', named)).waitFor({ timeout: timeoutMs });
    if (await ready.isVisible()) onReady(name);
  };
  await Promise.all(names.map(watchModel));
}
