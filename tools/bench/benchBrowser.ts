import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { launchOptions } from '#devnet/browser/browser.ts';
import { PLAIN_PAGE } from '#tools/moduleWorker.ts';

/**
 * A browser with a real GPU may restart its GPU process in its first seconds, and gives no adapter until
 * then.
 */
const ADAPTER_MS = 15_000;
const POLL_MS = 500;

/**
 * Launches a browser that has a WebGPU adapter and exposes `gc` to its pages.
 * @throws Error when it has no adapter
 */
export async function launchBenchBrowser(origin: string): Promise<Browser> {
  const { args, ...where } = launchOptions();
  const browser = await chromium.launch({ ...where, args: [...args, '--js-flags=--expose-gc'] });
  const page = await browser.newPage();
  await page.goto(`${origin}${PLAIN_PAGE}`);
  for (const began = performance.now(); performance.now() - began < ADAPTER_MS; await wait(POLL_MS)) {
    if (await page.evaluate(async () => (await navigator.gpu.requestAdapter()) !== null)) {
      await page.close();
      return browser;
    }
  }
  await browser.close();
  throw new Error('The browser has no WebGPU adapter.');
}
