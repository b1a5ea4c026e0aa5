import type { BrowserContext, Locator, Page } from '@playwright/test';
import { connectDevnetWallet, takeDrip } from '#devnet/browser/minerTab.ts';
import { expect, test } from './devnet.ts';
import { openWhole } from './openWhole.ts';

/**
 * How the main pages look. What changes from one devnet to the next is masked. After a change that is meant:
 * `npx playwright test e2e/pictures.spec.ts --update-snapshots`, and look at each picture.
 */
test.describe.configure({ mode: 'serial' });

const PAGES = {
  ...{ start: '/', create: '/create', mine: '/mine', stake: '/stake', nodes: '/nodes', node: '/nodes/1' },
  ...{ portfolio: '/portfolio', trust: '/trust', developers: '/developers' },
};
/** Every pair of width, colours and language once. */
const LOOKS = [
  { width: 390, colorScheme: 'light', locale: 'en' },
  { width: 390, colorScheme: 'dark', locale: 'ar' },
  { width: 1280, colorScheme: 'light', locale: 'ar' },
  { width: 1280, colorScheme: 'dark', locale: 'en' },
] as const;

let storage: Awaited<ReturnType<BrowserContext['storageState']>>;

test.beforeAll(async ({ browser, devnet }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await page.goto(`${devnet.web.url}/stake`);
  await page.getByLabel('Amount to stake', { exact: true }).fill('1000');
  await page.getByLabel('Amount to stake', { exact: true }).press('Enter');
  await expect(page.getByText('Staked.', { exact: true })).toBeVisible();
  storage = await context.storageState({ indexedDB: true });
  await context.close();
});

/** Amounts, times, addresses and what else another devnet shows otherwise. */
const changing = (page: Page): Locator[] => [
  page.locator(
    '.account, .digits, dd, output, time, [role="timer"], code, .mono, pre, svg.egg, .order-missing',
  ),
];

for (const { width, colorScheme, locale } of LOOKS)
  test(`the main pages look as they should: ${width} ${colorScheme} ${locale} @long`, async ({
    browser,
    devnet,
  }) => {
    const context = await browser.newContext({
      ...{ locale, colorScheme, storageState: storage, reducedMotion: 'reduce', serviceWorkers: 'block' },
      viewport: { width, height: width === 390 ? 844 : 800 },
    });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(PAGES)) {
      await openWhole(page, devnet.web.url + path);
      await expect
        .soft(page)
        .toHaveScreenshot(`${name}-${width}-${colorScheme}-${locale}.png`, { mask: changing(page) });
    }
    await context.close();
  });
