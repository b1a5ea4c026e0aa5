import type { Page } from '@playwright/test';
import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { entryOf, LOOK_MS } from '#web/offline/newVersion.ts';
import { axeViolations } from './accessibility.ts';
import { serveChangedSite } from './changedSite.ts';
import { expect, test } from './devnet.ts';

/** What of the dApp works without its site, and how a newer version of it arrives. */
test.use({ serviceWorkers: 'allow' });

/** Opens a page, and waits until the browser has kept the dApp. */
async function openAndKeep(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('contentinfo')).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

const away = (page: Page) => page.getByRole('alert').filter({ hasText: 'You are offline.' });

test('every page opens without a network and says what is away, and all goes on when it is back', {
  tag: '@long',
}, async ({ page, context, devnet }) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  await openAndKeep(page, devnet.web.url);
  await context.setOffline(true);
  for (const path of PAGE_PATHS) {
    await page.goto(devnet.web.url + path);
    await expect(page.getByRole('contentinfo'), path).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
    await expect(away(page), path).toBeVisible();
    await expect(page.getByText('Opening…'), path).toHaveCount(0);
    await expect(page.getByText('This page failed'), path).toHaveCount(0);
  }
  await page.goto(`${devnet.web.url}/nodes`);
  await expect(page.getByRole('heading', { name: 'The nodes could not be read' })).toBeVisible();
  expect(await axeViolations(page, 'body')).toEqual([]);
  await context.setOffline(false);
  await expect(page.getByRole('row', { name: /^Devnet coordinator/ })).toBeVisible();
  await expect(away(page)).toHaveCount(0);
  expect(refused).toEqual([]);
});

test('keeps no model and nothing of the engine, and nothing that is not the site’s', async ({
  page,
  devnet,
}) => {
  await openAndKeep(page, `${devnet.web.url}/create`);
  const kept = await page.evaluate(async () => {
    const paths: { origin: string; path: string; bytes: number }[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const { origin, pathname } = new URL(request.url);
        const bytes = (await (await cache.match(request))!.arrayBuffer()).byteLength;
        paths.push({ origin, path: pathname, bytes });
      }
    }
    return paths;
  });
  expect(kept.map(({ path }) => path)).toEqual(expect.arrayContaining(['/', '/mine', '/network.json']));
  expect(new Set(kept.map(({ origin }) => origin))).toEqual(new Set([devnet.web.url]));
  expect(kept.filter(({ path }) => /^\/models\/(?!.*\.html$)|\.wasm$|\.mjs$|^\/v1\//.test(path))).toEqual([]);
  const megabytes = kept.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  expect(megabytes).toBeLessThan(MOST_MEGABYTES);
});

/** What is kept of a build, unpacked: every page in every language has its style in it. */
const MOST_MEGABYTES = 4;

test('the dApp goes on with the chain while its site is away', async ({ page, devnet }) => {
  const site = await serveChangedSite(devnet, ({ bytes }) => bytes);
  await openAndKeep(page, site.devnet.web.url);
  site.close();
  await page.goto(`${site.devnet.web.url}/nodes`);
  await expect(page.getByRole('row', { name: /^Devnet coordinator/ })).toBeVisible();
  await expect(away(page)).toHaveCount(0);
});

test('an open tab is told of a newer version, works on with its own, and has the new one after a reload', async ({
  page,
  context,
  devnet,
}) => {
  const html = await (await fetch(devnet.web.url)).text();
  const old = entryOf(html)!;
  const fresh = old.replace('.js', '-new.js');
  let isReplaced = false;
  const replaced = (bytes: Buffer) => Buffer.from(bytes.toString().replaceAll(`"${old}"`, `"${fresh}"`));
  const site = await serveChangedSite(
    devnet,
    ({ path, bytes }) => {
      if (!isReplaced) return bytes;
      // A page that the new version has no more.
      if (/^\/assets\/StatusPage-/.test(path)) return undefined;
      return path === '/service-worker.js' || !/\.\w+$/.test(path) || path.endsWith('.html')
        ? replaced(Buffer.from(bytes.toString().replace(/"version":"\w+"/, '"version":"next"')))
        : bytes;
    },
    new Map([[fresh, { type: 'text/javascript', text: `import ${JSON.stringify(old)};` }]]),
  );
  const { url } = site.devnet.web;
  await page.clock.install();
  await openAndKeep(page, `${url}/developers`);
  isReplaced = true;
  const banner = page.getByRole('status').filter({ hasText: 'A new version of this page is ready.' });
  await expect(banner).toHaveCount(0);
  await page.clock.fastForward(LOOK_MS);
  await expect(banner).toBeVisible();
  expect(await axeViolations(page, 'body')).toEqual([]);

  // The new worker has what it needs, and does not push the old one aside: this tab might be mining.
  const workers = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return { isWaiting: registration?.waiting !== null, caches: (await caches.keys()).length };
    });
  await expect.poll(workers).toEqual({ isWaiting: true, caches: 2 });
  await page.getByRole('link', { name: 'Status', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Status' })).toBeVisible();

  await page.getByRole('link', { name: 'Developers' }).first().click();
  await banner.getByRole('button', { name: 'Reload' }).click();
  const entry = page.locator('script[type=module][src]').first();
  await expect(entry).toHaveAttribute('src', fresh);
  await expect(page.getByRole('contentinfo')).toBeVisible();
  await expect(banner).toHaveCount(0);

  // With its last tab closed, the old version goes.
  await page.close();
  const next = await context.newPage();
  await openAndKeep(next, url);
  await expect
    .poll(() => next.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('cuckoo'))))
    .toEqual(['cuckoo-build-next']);
  site.close();
});
