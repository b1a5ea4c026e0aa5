import type { Page } from '@playwright/test';
import {
  connectDevnetWallet,
  registerTab,
  startMining,
  takeDrip,
  waitUntilMining,
} from '#devnet/browser/minerTab.ts';
import { orderImage, readTask } from './api.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import { MINING_TIMEOUT_MS } from './miner.ts';

/** Longer than a task lasts, so that each one seems over before it begins. */
const FAST_S = 16 * 60;
const SLOW_S = -10 * 60;

const WORKERS = /\/assets\/[^/]*\.worker[^/]*\.js$/;

/**
 * Sets the clock of the page and of its workers wrong, from the next load on. Playwright's own clock does not
 * reach workers, and the policy of the page allows scripts of its own address alone: so each worker's script
 * comes from there with a line before it.
 */
async function setClockOff(page: Page, seconds: number): Promise<void> {
  const shift = `{
    globalThis.RightDate ??= Date;
    const Right = globalThis.RightDate;
    globalThis.Date = class extends Right {
      constructor(...parts) { parts.length === 0 ? super(Right.now() + ${seconds * 1_000}) : super(...parts); }
      static now() { return Right.now() + ${seconds * 1_000}; }
    };
  }`;
  await page.addInitScript(shift);
  await page.unroute(WORKERS);
  await page.route(WORKERS, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${shift}\n${await response.text()}` });
  });
}

const workOn = (page: Page) => page.getByRole('region', { name: 'This tab’s work' });

test(
  'a tab says that its clock is wrong, and what to do, whatever the chain',
  { tag: '@long' },
  async ({ page }, info) => {
    test.setTimeout(900_000);
    const devnet = await temporaryDevnet();
    try {
      const { url } = devnet.web;
      await page.goto(url);
      await connectDevnetWallet(page);
      await takeDrip(page, url);
      await registerTab(page, url, { name: 'Fast tab' });
      await page.getByRole('checkbox', { name: 'Stories 15M' }).uncheck();

      await setClockOff(page, FAST_S);
      await page.reload();
      await startMining(page);
      await waitUntilMining(page, MINING_TIMEOUT_MS);
      const { id } = await orderImage(devnet, { prompt: 'flat fox', steps: 1 });
      const fast = workOn(page).getByText(/^No work: this device’s clock is fast.*Set the clock right/);
      await expect(fast.first()).toBeVisible({ timeout: 120_000 });
      expect((await readTask(devnet, id)).attempts.every(({ outcome }) => outcome !== 'delivered')).toBe(
        true,
      );
      await page.screenshot({ path: info.outputPath('fast.png'), fullPage: true });

      // A chain that makes a block every few seconds says what time it is; a devnet's time may be moved.
      await page.route('**/network.json', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), devnet: false } });
      });
      await setClockOff(page, SLOW_S);
      await page.reload();
      await startMining(page);
      const slow = workOn(page).getByText(/by the clock here: set that right\./);
      await expect(slow.first()).toBeVisible({ timeout: MINING_TIMEOUT_MS });
      await page.screenshot({ path: info.outputPath('slow.png'), fullPage: true });
    } finally {
      await devnet.stop();
    }
  },
);
