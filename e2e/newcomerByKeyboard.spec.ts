import type { Page } from '@playwright/test';
import { parseEther } from 'viem';
import { minersOf } from './chainControl.ts';
import { expect, test } from './devnet.ts';
import { focusFault, tabAndPress, tabAndType, tabTo } from './keyboard.ts';
import { closeMiner, MINING_TIMEOUT_MS, type MinerTab } from './miner.ts';
import { chainOfTests } from './wallet/walletPage.ts';

/** A miner and an image, by the keyboard alone; then what the miner's tab does by itself once it is paid. */
test.describe.configure({ mode: 'serial', timeout: 600_000 });

const NAME = 'Tab of the keyboard';
const inNavigation = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });

let miner: MinerTab | undefined;

/** Counts the tones that a page begins to play: a browser in a test has no loudspeaker to listen to. */
function countTones(): void {
  const counted = window as unknown as { tones: number };
  counted.tones = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...when: [number?]) {
    counted.tones++;
    start.apply(this, when);
  };
}
const tonesOf = (page: Page) => page.evaluate(() => (window as unknown as { tones: number }).tones);

test.afterAll(async ({ devnet }) => {
  if (miner !== undefined) await closeMiner(devnet, miner);
});

test('a newcomer starts a miner by keyboard alone', async ({ browser, devnet }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(countTones);
  await page.goto(`${devnet.web.url}/faucet`);
  await tabAndPress(page, page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }));
  await tabAndPress(page, page.getByRole('button', { name: 'Devnet wallet' }));
  await expect(page.getByRole('button', { name: /^0x/ })).toBeFocused();
  await tabAndPress(page, page.getByRole('button', { name: 'Get CAI and gas' }));
  await expect(page.getByText('Done. The CAI has arrived at this address.')).toBeVisible();
  await tabTo(page, inNavigation(page, 'Mine'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tabAndType(page, page.getByLabel('Name of the miner'), NAME);
  await tabAndPress(page, page.getByRole('button', { name: /^Register with [\d,]+ CAI$/ }));
  await expect(page.getByRole('listitem', { name: 'Registration: done' })).toBeVisible();
  expect(await focusFault(page)).toBeUndefined();
  // The text model would take long to prove.
  const stories = page.getByRole('checkbox', { name: 'Stories' });
  await tabTo(page, stories);
  await page.keyboard.press('Space');
  await expect(stories).not.toBeChecked();
  const start = page.getByRole('button', { name: 'Start mining' });
  await tabAndPress(page, start);
  const work = page.getByRole('region', { name: 'This tab’s work' });
  await expect(work.getByText(/^Mining: /)).toBeVisible({ timeout: MINING_TIMEOUT_MS });
  expect(await focusFault(page)).toBeUndefined();
  const node = (await minersOf(devnet)).at(-1)!;
  miner = { context, page, name: NAME, operator: node.operator, owner: node.owner, refusals: [] };
});

test('a visitor makes an image and saves it by keyboard alone', async ({ page, devnet }) => {
  await page.goto(devnet.web.url);
  await tabAndPress(page, inNavigation(page, 'Create'));
  await tabAndType(page, page.getByLabel('Prompt', { exact: true }), 'flat fox green background');
  await tabAndPress(page, page.getByRole('button', { name: 'Create image' }));
  const save = page.getByRole('link', { name: 'Save image' });
  await expect(save).toBeVisible({ timeout: MINING_TIMEOUT_MS });
  expect(await focusFault(page)).toBeUndefined();
  const saved = page.waitForEvent('download');
  await tabAndPress(page, save);
  expect((await saved).suggestedFilename()).toMatch(/fox.*\.png$/);
  expect(await focusFault(page)).toBeUndefined();
});

test('the tab redeems by itself what its setting says, and the cuckoo calls when a task is paid', async ({
  page,
  devnet,
}) => {
  const { page: tab, operator } = miner!;
  await chainOfTests(devnet).setBalance({ address: operator, value: parseEther('0.1') });
  // Until its user wants it, a paid task makes no sound.
  expect(await tonesOf(tab)).toBe(0);
  await tab.getByRole('checkbox', { name: 'Let the cuckoo call when a task is paid' }).check();
  await tab.getByRole('checkbox', { name: 'Redeem by itself' }).check();
  await tab.getByLabel('From').fill('0.1');
  await tab.getByLabel('From').blur();
  await page.goto(`${devnet.web.url}/create`);
  await page.getByLabel('Prompt', { exact: true }).fill('flat cat blue background');
  await page.getByRole('button', { name: 'Create image' }).press('Enter');
  await expect(page.getByRole('link', { name: 'Save image' })).toBeVisible({ timeout: MINING_TIMEOUT_MS });
  await expect.poll(() => tonesOf(tab)).toBeGreaterThan(0);
  // It looks once a minute.
  await expect(tab.getByText(/^Redeemed [\d.]+ CAI by itself\.$/)).toBeVisible({ timeout: 120_000 });
});
