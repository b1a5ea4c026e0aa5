import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { launchOptions } from '#devnet/browser/browser.ts';
import { connectDevnetWallet, registerTab, takeDrip } from '#devnet/browser/minerTab.ts';
import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';
import { openWhole } from './openWhole.ts';

/**
 * How every page looks to a visitor and to the owner of a miner: phone and desktop, light and dark, English
 * and Arabic. `npm run looks` compares them with the pictures in e2e/looks;
 * `npm run looks -- --update-snapshots` takes these anew. Look at each before you commit it.
 */

const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
/** Half the size: small files, in which another version of a browser's edges of letters does not count. */
const SCALE = 0.5;
/** Times and sums differ from run to run; a missing card, colour or direction is more than that. */
const MOST_OTHER_PIXELS = 0.02;

interface View {
  screen: keyof typeof SCREENS;
  scheme: 'light' | 'dark';
  language: 'en' | 'ar';
}
const VIEWS = (['phone', 'desktop'] as const).flatMap((screen) =>
  (['light', 'dark'] as const).flatMap((scheme) =>
    (['en', 'ar'] as const).map((language): View => ({ screen, scheme, language })),
  ),
);
/** Half of the views, among which each pair of a screen, a scheme and a language is once. */
const isPictured = ({ screen, scheme, language }: View) =>
  [screen === 'desktop', scheme === 'dark', language === 'ar'].filter(Boolean).length % 2 === 0;

/** Pages that show a wallet what is its own. */
const OWN_PATHS = PAGE_PATHS.filter((path) =>
  /^\/($|create|mine|coordinate|stake|portfolio|activity|nodes|faucet)/.test(path),
);

const nameOf = (path: string) => path.slice(1).replaceAll('/', '-').replace(/0x0+/, 'unknown') || 'start';

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const optionsOf = ({ screen, scheme, language }: View): BrowserContextOptions => ({
  ...{ locale: language, viewport: SCREENS[screen], colorScheme: scheme, reducedMotion: 'reduce' },
  ...{ deviceScaleFactor: SCALE, serviceWorkers: 'block' },
});

/** Opens each page, and says of each what is wrong with it. */
async function lookAt(
  context: BrowserContext,
  { url, paths, view, reader }: { url: string; paths: readonly string[]; view: View; reader: string },
): Promise<void> {
  const page = await context.newPage();
  for (const path of paths) {
    await openWhole(page, url + path);
    expect.soft(await overflow(page), path).toBe(0);
    expect.soft(await axeViolations(page, 'body'), path).toEqual([]);
    if (!isPictured(view)) continue;
    const name = [reader, ...Object.values(view)].join('-');
    await expect.soft(page).toHaveScreenshot([name, `${nameOf(path)}.png`], {
      ...{
        scale: 'device',
        maxDiffPixelRatio: MOST_OTHER_PIXELS,
        mask: [page.locator('time')],
        maskColor: '#888',
      },
    });
  }
}

test.describe.configure({ mode: 'serial' });
test.skip(process.platform !== 'linux', 'The pictures were taken with the fonts of Linux.');

/** The owner's browser, with its wallet and its miner's key. */
let profile: string;
const asOwner = (view: View) =>
  chromium.launchPersistentContext(profile, { ...launchOptions(), ...optionsOf(view) });

test.beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'cuckoo-looks-'));
});
test.afterAll(async () => {
  await rm(profile, { recursive: true, force: true });
});

for (const view of VIEWS) {
  const words = Object.values(view).join(', ');
  test(`every page to a visitor: ${words}`, { tag: '@long' }, async ({ browser, devnet }) => {
    test.setTimeout(600_000);
    const context = await browser.newContext(optionsOf(view));
    await lookAt(context, { url: devnet.web.url, paths: PAGE_PATHS, view, reader: 'visitor' });
    await context.close();
  });
}

test('a wallet comes to own a miner', { tag: '@long' }, async ({ devnet }) => {
  const context = await asOwner(VIEWS[0]!);
  const page = await context.newPage();
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await registerTab(page, devnet.web.url, { name: 'Owl of the north', bond: '20500' });
  await context.close();
});

for (const view of VIEWS) {
  const words = Object.values(view).join(', ');
  test(`every page to an owner: ${words}`, { tag: '@long' }, async ({ devnet }) => {
    test.setTimeout(600_000);
    const context = await asOwner(view);
    await lookAt(context, { url: devnet.web.url, paths: OWN_PATHS, view, reader: 'owner' });
    await context.close();
  });
}
