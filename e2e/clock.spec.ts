import type { Page } from '@playwright/test';
import {
  connectDevnetWallet,
  registerTab,
  startMining,
  takeDrip,
  waitUntilMining,
} from '#devnet/browser/minerTab.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { orderImage, readTask } from './api.ts';
import { serveChangedSite } from './changedSite.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import { MINING_TIMEOUT_MS } from './miner.ts';

/** Longer than a task lasts, so that each one seems over before it begins. */
const FAST_S = 16 * 60;
const SLOW_S = -10 * 60;

const WORKERS = /^\/assets\/[^/]*\.worker[^/]*\.js$/;
/** Where a site says by how many seconds the clocks of its pages and workers are off. */
const OFF_PATH = '/clock-off.txt';

/**
 * Runs before the scripts of a page and of a worker. Playwright's own clock does not reach workers, and where
 * Playwright changes scripts on their way, workers cannot ask other addresses any more.
 */
function setClockOff(path: string): void {
  const asked = new XMLHttpRequest();
  asked.open('GET', path, false);
  asked.send();
  const offMs = Number(asked.responseText) * 1_000;
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...parts: unknown[]) {
      super(...((parts.length === 0 ? [Right.now() + offMs] : parts) as [number]));
    }
    static override now = () => Right.now() + offMs;
  } as DateConstructor;
}

/** The devnet's site on another port, whose clocks are off by what `set` was told last. */
async function serveWithClock(devnet: Devnet) {
  const files = new Map<string, { type: string; text: string }>();
  const script = Buffer.from(`(${setClockOff.toString()})("${OFF_PATH}");\n`);
  let isDevnet = true;
  const site = await serveChangedSite(
    devnet,
    ({ path, bytes }) => {
      if (path === '/network.json')
        return Buffer.from(JSON.stringify({ ...JSON.parse(String(bytes)), devnet: isDevnet }));
      return WORKERS.test(path) ? Buffer.concat([script, bytes]) : bytes;
    },
    files,
  );
  const set = (seconds: number) => files.set(OFF_PATH, { type: 'text/plain', text: String(seconds) });
  set(0);
  return { site, set, endDevnet: () => (isDevnet = false) };
}

const workOn = (page: Page) => page.getByRole('region', { name: 'This tab’s work' });

test(
  'a tab says that its clock is wrong, and what to do, whatever the chain',
  { tag: '@long' },
  async ({ page }, info) => {
    test.setTimeout(900_000);
    const devnet = await temporaryDevnet();
    try {
      const { site, set, endDevnet } = await serveWithClock(devnet);
      const { url } = site.devnet.web;
      await page.addInitScript(setClockOff, OFF_PATH);
      await page.goto(url);
      await connectDevnetWallet(page);
      await takeDrip(page, url);
      await registerTab(page, url, { name: 'Fast tab' });
      await page.getByRole('checkbox', { name: 'Stories 15M' }).uncheck();

      set(FAST_S);
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
      endDevnet();
      set(SLOW_S);
      await page.reload();
      await startMining(page);
      const slow = workOn(page).getByText(/by the clock here: set that right\./);
      await expect(slow.first()).toBeVisible({ timeout: MINING_TIMEOUT_MS });
      await page.screenshot({ path: info.outputPath('slow.png'), fullPage: true });
      site.close();
    } finally {
      await devnet.stop();
    }
  },
);
