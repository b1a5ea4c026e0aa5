/**
 * Takes README's screenshot from a running devnet (`npm start`): of the page after it has created an image.
 *   npm run screenshots [-- URL]
 * It needs a Chromium and a miner; the house miner is enough.
 */
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { launchOptions } from '#devnet/browser/browser.ts';

const URL = process.argv[2] ?? 'http://localhost:5173';
const PROMPT = 'glossy owl blue background';
/** Enough for a software adapter. */
const IMAGE_TIMEOUT_MS = 180_000;

const browser = await chromium.launch(launchOptions());
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1100 } });
  await page.goto(`${URL}/create`);
  await page.getByLabel('Prompt', { exact: true }).fill(PROMPT);
  await page.getByRole('button', { name: 'Create image' }).click();
  await page
    .getByRole('region', { name: 'Result' })
    .getByRole('img', { name: PROMPT })
    .waitFor({ timeout: IMAGE_TIMEOUT_MS });
  await page.evaluate(() => scrollTo(0, 0));
  await mkdir('docs', { recursive: true });
  await page.screenshot({ path: 'docs/create.png' });
  console.log('docs/create.png');
} finally {
  await browser.close();
}
