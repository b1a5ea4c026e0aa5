import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { connectDevnetWallet } from '#devnet/browser/minerTab.ts';
import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { expect, test } from './devnet.ts';

/** ONNX Runtime and the workers around it: what only mining needs. */
const ENGINE = /\.wasm$|\b(gpu|miner)\.worker/;

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  // The heading is there before the app is.
  await expect(page.getByRole('contentinfo')).toBeVisible();
  await expect(page.getByText('Opening…')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
}

test('only the Mine page loads the engine and its runtime', async ({ page, devnet }) => {
  const loaded: string[] = [];
  // The context reports the requests of workers too.
  page.context().on('request', (request) => loaded.push(new URL(request.url()).pathname));
  for (const path of PAGE_PATHS.filter((path) => !path.startsWith('/mine')))
    await open(page, devnet.web.url + path);
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((path) => ENGINE.test(path))).toEqual([]);

  await page.goto(`${devnet.web.url}/mine`);
  await expect.poll(() => loaded.some((path) => ENGINE.test(path))).toBe(true);
});

test('a model’s page shows its card, with headings and tables', async ({ page, devnet }) => {
  for (const model of ['icons128', 'stories15m']) {
    await open(page, `${devnet.web.url}/models/${model}`);
    const card = page.locator('.model-card');
    await expect(card.getByRole('heading').first()).toBeVisible();
    await expect(card.getByRole('table').first()).toBeVisible();
    expect((await card.innerText()).length).toBeGreaterThan(500);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await card.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  }
});

test('a new page begins at its top, and the way back leads to where the reader was', async ({
  browser,
  devnet,
}) => {
  const page = await browser.newPage({ viewport: { width: 390, height: 500 } });
  const top = () => page.evaluate(() => Math.round(window.scrollY));
  await open(page, `${devnet.web.url}/faucet`);
  await page.evaluate(() => window.scrollTo(0, 200));
  await expect.poll(top).toBe(200);
  await page.getByRole('navigation').getByRole('link', { name: 'Stake' }).click();
  await expect(page.getByRole('heading', { name: 'Stake', level: 1 })).toBeVisible();
  await expect.poll(top).toBe(0);
  await page.goBack();
  await expect.poll(top).toBe(200);
  await page.close();
});

test('a page that was built anew while it was open is reloaded once the new version is there', async ({
  page,
  devnet,
}) => {
  let isBuilt = false;
  await page.route('**/assets/StatusPage-*.js', (route) =>
    isBuilt ? route.continue() : route.fulfill({ status: 404 }),
  );
  await page.route(`${devnet.web.url}/`, async (route) => {
    // While it is being built the site has no page at all, then one with another script.
    if (!isBuilt) return route.fulfill({ status: 404 });
    const html = await (await route.fetch()).text();
    return route.fulfill({
      contentType: 'text/html',
      body: html.replace(/(<script type="module"[^>]* src=")[^"]+/, '$1/assets/next.js'),
    });
  });
  await open(page, `${devnet.web.url}/developers`);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Status' }).click();
  await expect(page.getByRole('alert')).toContainText('This page reloads by itself');
  isBuilt = true;
  await expect(page.getByRole('heading', { level: 1, name: 'Status' })).toBeVisible();
});

interface Violation {
  directive: string;
  blocked: string;
  sample: string;
}

/** Collects what the page's Content-Security-Policy refuses, from the first script on. */
const collectViolations = (page: Page) =>
  page.addInitScript(() => {
    const violations: Violation[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sample } = event;
      violations.push({ directive: effectiveDirective, blocked: blockedURI, sample });
    });
  });
const violationsOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { violations: Violation[] }).violations);

/** Script of a visitor's first view of a page, gzipped, in kB, without the miner's workers. */
const SCRIPT_BUDGET_KB = 150;

/** Collects the files of script that a page asks for. */
function collectScripts(page: Page): Set<string> {
  const scripts = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const isPage = request.serviceWorker() === null && !/worker/.test(pathname);
    if (request.resourceType() === 'script' && isPage) scripts.add(pathname);
  });
  return scripts;
}

async function gzippedKb(scripts: Iterable<string>): Promise<number> {
  const sizes = [...scripts].map(async (script) => gzipSync(await readFile(join('dist', script))).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1_000;
}

/** Scripts that a file of the built page imports, and those that they import. */
async function importedBy(script: string, found = new Set<string>()): Promise<Set<string>> {
  found.add(script);
  const code = await readFile(join('dist', script), 'utf8');
  for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
    if (!found.has(`/assets/${imported}`)) await importedBy(`/assets/${imported}`, found);
  return found;
}

/** What runs before a visitor sees the page's heading, gzipped, in kB: next to nothing. */
const ENTRY_BUDGET_KB = 3;

test('a page shows its heading before its app runs', async ({ page, devnet }) => {
  const html = await (await fetch(`${devnet.web.url}/stake`)).text();
  const entries = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, script]) => script!);
  expect(entries).toHaveLength(1);
  expect(await gzippedKb(await importedBy(entries[0]!))).toBeLessThan(ENTRY_BUDGET_KB);

  // The first thing that the app does is to read which network it is for.
  await page.addInitScript(() => {
    const { fetch } = window;
    window.fetch = (...request) => {
      Object.assign(window, { opened: (window as { opened?: number }).opened ?? performance.now() });
      return fetch(...request);
    };
  });
  await open(page, `${devnet.web.url}/stake`);
  const { opened, painted } = await page.evaluate(() => ({
    opened: (window as { opened?: number }).opened,
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  }));
  expect(painted).toBeGreaterThan(0);
  expect(opened).toBeGreaterThan(painted!);
});

/** A phone on a slow mobile network, as Lighthouse simulates it: 1.6 Mbit/s and 150 ms. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };
/** "Good" ends at 0.1; these pages have no reason to shift at all. */
const MOST_SHIFT = 0.02;

interface Shift {
  value: number;
  moved: string[];
}

/** Elements that are animated without an end. Each frame costs the processor, also where it is hidden. */
const endlessAnimations = (): string[] =>
  document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY)
    .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 80) ?? '');

for (const path of PAGE_PATHS) {
  test(`${path} loads little script on a slow phone, fits its screen, moves nothing, and its policy refuses nothing`, async ({
    browser,
    devnet,
  }) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', SLOW);
    await collectViolations(page);
    const scripts = collectScripts(page);
    await page.addInitScript(() => {
      const shifts: Shift[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Node | null }[];
        })[]) {
          const moved = entry.sources.map(({ node }) =>
            node instanceof Element ? node.outerHTML.slice(0, 80) : String(node?.textContent).slice(0, 80),
          );
          if (!entry.hadRecentInput) shifts.push({ value: entry.value, moved });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await open(page, devnet.web.url + path);
    const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(endlessAnimations), 'moves for ever while nobody waits').toEqual([]);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond, `beyond ${width} px`).toBeLessThanOrEqual(0);
    }
    await page.close();
    expect(scripts.size).toBeGreaterThan(1);
    expect(await gzippedKb(scripts)).toBeLessThanOrEqual(SCRIPT_BUDGET_KB);
    const total = shifts.reduce((sum, { value }) => sum + value, 0);
    expect(total, JSON.stringify(shifts, null, 1)).toBeLessThan(MOST_SHIFT);
  });
}

test('connecting a wallet needs nothing that the Content-Security-Policy refuses', async ({
  page,
  devnet,
}) => {
  await collectViolations(page);
  // Workers report to their console only.
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  await open(page, `${devnet.web.url}/mine`);
  await page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }).click();
  await expect(page.getByRole('dialog', { name: 'Connect a wallet' })).toBeVisible();
  // RainbowKit's own style element is allowed by its nonce: the page behind the dialog does not scroll.
  await expect(page.locator('body')).toHaveCSS('overflow', 'hidden');
  await page.getByRole('button', { name: 'Close' }).click();
  await connectDevnetWallet(page);
  await page.getByRole('button', { name: /^0x/ }).click();
  await expect(page.getByRole('button', { name: 'Disconnect' })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  expect(refused).toEqual([]);
});

test('a script that gets into the page does not run', async ({ page, devnet }) => {
  await collectViolations(page);
  await open(page, devnet.web.url);
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const picture = document.createElement('img');
    picture.setAttribute('onerror', 'window.injected = true');
    picture.src = 'data:,';
    document.body.append(picture);
  });
  await expect.poll(async () => (await violationsOf(page)).length).toBe(2);
  expect((await violationsOf(page)).map(({ directive }) => directive)).toEqual(
    expect.arrayContaining(['script-src-elem', 'script-src-attr']),
  );
  expect(await page.evaluate(() => 'injected' in window)).toBe(false);
});

test('the Create page asks for nothing twice and for no contract’s code', async ({ page, devnet }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const methods = [...(request.postData() ?? '').matchAll(/"method":"(\w+)"/g)].map(
      ([, method]) => method!,
    );
    asked.push(...(methods.length > 0 ? methods : [pathname]));
  });
  await open(page, `${devnet.web.url}/create`);
  // These come from the last of its files.
  await expect(page.getByRole('listbox', { name: 'Words it knows' })).toBeVisible();
  expect(asked).not.toContain('eth_getCode');
  for (const file of ['/network.json', '/models/catalogue.json', '/models/icons128/manifest.json'])
    expect(
      asked.filter((path) => path === file),
      file,
    ).toEqual([file]);
});
