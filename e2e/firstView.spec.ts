import type { Page } from '@playwright/test';
import { expect, test } from './devnet.ts';

/** How the page's heading and its ground look, and where the heading is. */
const lookOf = (page: Page) =>
  page.getByRole('heading', { level: 1 }).evaluate((heading) => {
    const { fontFamily, fontSize, marginTop } = getComputedStyle(heading);
    const { colorScheme, backgroundColor } = getComputedStyle(document.body);
    return {
      fontFamily,
      fontSize,
      marginTop,
      colorScheme,
      backgroundColor,
      at: heading.getBoundingClientRect().top,
    };
  });

/** Collects the addresses of files that the page asks for. */
function collectFiles(page: Page): string[] {
  const files: string[] = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  return files;
}

const hrefsIn = (html: string, link: RegExp) => [...html.matchAll(link)].map(([, address]) => address!);

test('a page looks as it will before any other file has come', async ({ page, devnet }) => {
  const files = collectFiles(page);
  await page.route('**/assets/*', (route) => route.abort());
  await page.goto(`${devnet.web.url}/stake`);
  const early = await lookOf(page);

  // It asks for no style sheet, and for no script but that which waits for the first paint.
  const html = await (await fetch(`${devnet.web.url}/stake`)).text();
  const entry = hrefsIn(html, /<(?:script|link rel="modulepreload")[^>]* (?:src|href)="([^"]+)"/g);
  expect(files.filter((path) => /\.(js|css)$/.test(path)).sort()).toEqual(entry.sort());

  await page.unrouteAll();
  await page.goto(`${devnet.web.url}/stake`);
  await expect(page.getByText('Opening…')).toHaveCount(0);
  // The app's heading takes the place of the page's own.
  await expect.poll(() => lookOf(page)).toEqual(early);
});

test('no style that a page’s HTML has is loaded again', async ({ page, devnet }) => {
  const html = await (await fetch(`${devnet.web.url}/create`)).text();
  const styles = hrefsIn(html, /<link rel="stylesheet"[^>]* href="([^"]+)"/g);
  expect(styles.length).toBeGreaterThan(1);
  const files = collectFiles(page);
  await page.goto(`${devnet.web.url}/create`);
  await expect(page.getByRole('contentinfo')).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(files).toContainEqual(expect.stringMatching(/\/CreatePage-.*\.js$/));
  expect(files.filter((path) => styles.includes(path))).toEqual([]);
});

test('a network file that cannot be used is told with what to do, and tried again', async ({
  page,
  devnet,
}) => {
  const { config } = devnet.chain;
  const { rpcUrl } = config;
  const cases: [unknown, string, string][] = [
    [undefined, 'has no network.json', 'Start the devnet with'],
    ['{', 'network.json is not valid JSON', 'Write network.json again'],
    [{ ...config, rpcUrl: 'nowhere' }, 'network.json is wrong at rpcUrl', 'Write network.json again'],
    [
      { ...config, chainId: 5 },
      `${rpcUrl} serves chain ${config.chainId}, not chain 5`,
      'Check the RPC address',
    ],
    [
      { ...config, contracts: { ...config.contracts, staking: `0x${'9'.repeat(40)}` } },
      'There is no staking contract at 0x9999',
      'Start the devnet again',
    ],
  ];
  for (const [file, problem, advice] of cases) {
    await page.route('**/network.json', (route) =>
      file === undefined
        ? route.fulfill({ status: 404 })
        : route.fulfill({
            contentType: 'application/json',
            body: typeof file === 'string' ? file : JSON.stringify(file),
          }),
    );
    await page.goto(`${devnet.web.url}/stake`);
    await expect(page.getByRole('heading', { name: 'The network cannot be reached' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText(problem);
    await expect(page.getByText(advice)).toBeVisible();
    await page.unroute('**/network.json');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Stake', level: 1 })).toBeVisible();
  }
});
