import { type Browser, chromium, type Page } from '@playwright/test';
import { launchOptions } from '#devnet/browser/browser.ts';
import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { expect, test } from './devnet.ts';
import { openWhole } from './openWhole.ts';

/** Readers who need everything twice as large: by the browser's zoom, or by its font size alone. */

/** A laptop. */
const SCREEN = { width: 1280, height: 720 };

/** What lies beyond the page's edge, or is cut off by what it stands in. */
function cutOff(): string[] {
  const cut: string[] = [];
  const beyond = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (beyond > 0) cut.push(`the page is ${beyond} px wider than the screen`);
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    // Fields scroll what is written in them, and pictures for all are no text.
    if (element.closest('input, textarea, select, svg, .unseen, .skip, noscript, [popover]') !== null)
      continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
    );
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
    const isCut =
      (hides(overflowX) && scrollWidth - clientWidth > 1) ||
      (hides(overflowY) && scrollHeight - clientHeight > 1);
    const { left, right } = element.getBoundingClientRect();
    let scroller: Element | null = element;
    while (scroller !== null && !/auto|scroll/.test(getComputedStyle(scroller).overflowX))
      scroller = scroller.parentElement;
    const isBeyond = hasText && scroller === null && (left < -1 || right > innerWidth + 1);
    if ((isCut && element.innerText.trim() !== '') || isBeyond) cut.push(element.outerHTML.slice(0, 150));
  }
  return cut;
}

/** Opens every page and names what is cut off on it. */
async function expectWhole(page: Page, url: string): Promise<void> {
  const found: Record<string, string[]> = {};
  for (const path of PAGE_PATHS) {
    await openWhole(page, url + path);
    const cut = await page.evaluate(cutOff);
    if (cut.length > 0) found[path] = cut;
  }
  expect(found).toEqual({});
  // What is cut off would have been found.
  await page.locator('h1').evaluate((heading) => {
    Object.assign(heading.style, { width: '1em', overflow: 'hidden', whiteSpace: 'nowrap' });
  });
  expect(await page.evaluate(cutOff)).toHaveLength(1);
}

for (const locale of ['en', 'ar']) {
  test(`nothing is cut off on any page at a zoom of 200 %: ${locale}`, async ({ browser, devnet }) => {
    const viewport = { width: SCREEN.width / 2, height: SCREEN.height / 2 };
    const context = await browser.newContext({ locale, viewport, deviceScaleFactor: 2 });
    await expectWhole(await context.newPage(), devnet.web.url);
    await context.close();
  });
}

test('nothing is cut off on any page with a font of twice the size', async ({ devnet }) => {
  const { args, ...options } = launchOptions();
  const large: Browser = await chromium.launch({
    ...options,
    args: [...args, '--blink-settings=defaultFontSize=32'],
  });
  try {
    const page = await large.newPage({ viewport: SCREEN, serviceWorkers: 'block' });
    await page.goto(devnet.web.url);
    await expect(page.locator('html')).toHaveCSS('font-size', '32px');
    await expectWhole(page, devnet.web.url);
  } finally {
    await large.close();
  }
});
