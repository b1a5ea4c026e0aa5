import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser } from 'playwright-core';
import { launchOptions } from '#devnet/browser/browser.ts';
import { PLAIN_PAGE } from '#tools/moduleWorker.ts';

/**
 * A browser with a real GPU may start its GPU process anew in its first seconds, and gives no adapter until
 * then.
 */
const ADAPTER_MS = 15_000;
const LOOK_MS = 500;

/**
 * A browser that gives an adapter, and lets its pages collect their garbage when they say so.
 * @throws Error where it gives none
 */
export async function launchBenchBrowser(origin: string): Promise<Browser> {
  const { args, ...where } = launchOptions();
  const browser = await chromium.launch({ ...where, args: [...args, '--js-flags=--expose-gc'] });
  const page = await browser.newPage();
  await page.goto(`${origin}${PLAIN_PAGE}`);
  for (const began = performance.now(); performance.now() - began < ADAPTER_MS; await wait(LOOK_MS)) {
    if (await page.evaluate(async () => (await navigator.gpu.requestAdapter()) !== null)) {
      await page.close();
      return browser;
    }
  }
  await browser.close();
  throw new Error('The browser gives no WebGPU adapter.');
}
