import { readFile } from 'node:fs/promises';
import { waitUntilMining } from '#devnet/browser/minerTab.ts';
import { minersOf } from './chainControl.ts';
import { expect, test } from './devnet.ts';
import { focusFault, tabAndPress, tabAndType, tabTo } from './keyboard.ts';
import { closeMiner, MINING_TIMEOUT_MS, type MinerTab } from './miner.ts';

/** A miner and a maker of images who use the keyboard alone. */
test.describe.configure({ mode: 'serial', timeout: 600_000 });

const NAME = 'Keyboard tab';
let miner: MinerTab | undefined;

test.afterAll(async ({ devnet }) => {
  if (miner !== undefined) await closeMiner(devnet, miner);
});

test('a newcomer becomes a miner by keyboard alone', async ({ browser, devnet }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${devnet.web.url}/mine`);
  await tabAndPress(page, page.getByRole('main').getByRole('button', { name: 'Connect wallet' }));
  await tabAndPress(page, page.getByRole('button', { name: 'Devnet wallet' }));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const drip = page.getByRole('main').getByRole('button', { name: 'Get CAI and gas' });
  await expect(drip).toBeVisible();
  expect(await focusFault(page)).toBeUndefined();
  await tabAndPress(page, drip);
  const name = page.getByLabel('Name of the miner');
  await expect(name).toBeVisible();
  expect(await focusFault(page)).toBeUndefined();
  await tabAndType(page, name, NAME);
  await tabAndPress(page, page.getByRole('button', { name: /^Register with [\d,]+ CAI$/ }));
  await expect(page.getByRole('listitem', { name: 'Registration: done' })).toBeVisible();
  expect(await focusFault(page)).toBeUndefined();
  const text = page.getByRole('checkbox', { name: 'Stories 15M' });
  await tabAndPress(page, text, 'Space');
  await expect(text).not.toBeChecked();
  await tabAndPress(page, page.getByRole('button', { name: 'Start mining' }));
  const [node] = (await minersOf(devnet)).filter(({ active }) => active);
  const { operator, owner } = node!;
  miner = { context, page, name: NAME, operator, owner, refusals: [] };
  await waitUntilMining(page, MINING_TIMEOUT_MS);
  expect(await focusFault(page)).toBeUndefined();
});

test('somebody makes an image and saves it by keyboard alone', async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/create`);
  const prompt = page.getByRole('combobox', { name: 'Prompt' });
  await tabAndType(page, prompt, 'fo');
  // The arrow goes into the list of words, Enter takes one.
  await expect(prompt).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowDown');
  const active = page.getByRole('option', { selected: true });
  await expect(active).toHaveCount(1);
  await expect(prompt).toHaveAttribute('aria-activedescendant', (await active.getAttribute('id'))!);
  await page.keyboard.press('Enter');
  await expect(prompt).toHaveValue(/^fo\w+ $/);
  await expect(prompt).toBeFocused();
  await tabAndPress(page, page.getByRole('button', { name: 'Create image' }));
  const save = page.getByRole('link', { name: 'Save image' });
  await expect(save).toBeVisible({ timeout: MINING_TIMEOUT_MS });
  expect(await focusFault(page)).toBeUndefined();
  const saving = page.waitForEvent('download');
  await tabAndPress(page, save);
  const file = await readFile(await (await saving).path());
  expect(file.subarray(1, 4).toString()).toBe('PNG');
});

test('a miner stops by keyboard alone', async () => {
  const { page } = miner!;
  await tabAndPress(page, page.getByRole('button', { name: 'Stop mining' }));
  const start = page.getByRole('button', { name: /^(Start|Resume) mining$/ });
  await expect(start).toBeVisible();
  expect(await focusFault(page)).toBeUndefined();
  await tabTo(page, start);
});
