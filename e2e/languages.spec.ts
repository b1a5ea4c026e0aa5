import type { Page } from '@playwright/test';
import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };
const ARABIC = /\p{Script=Arabic}/u;

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Runs of English words in the page, but for what says itself that it is in another language. */
const englishLeft = (page: Page) =>
  page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    for (const other of copy.querySelectorAll('[lang], [dir="auto"], bdi, code, noscript, script, style'))
      other.remove();
    return copy.textContent.match(/(?:\b[A-Za-z]{2,}[ ,]+){3,}[A-Za-z]{2,}/g) ?? [];
  });

test('every page is Arabic from right to left for a reader whose browser asks for it', async ({
  browser,
  devnet,
}) => {
  const context = await browser.newContext({ locale: 'ar-EG', viewport: PHONE });
  const page = await context.newPage();
  const messages: string[] = [];
  page.on('request', (request) => {
    const [, file] = /\/assets\/(\w+-\w+)-[^/]*\.json$/.exec(request.url()) ?? [];
    if (file !== undefined) messages.push(file);
  });
  for (const path of PAGE_PATHS) {
    messages.length = 0;
    await page.setViewportSize(PHONE);
    await page.goto(devnet.web.url + path);
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    // Models and nodes have names of their own.
    const heading = page.getByRole('heading', { level: 1 });
    if (/[?\d]/.test(path)) await expect(heading).toBeVisible();
    else await expect(heading).toHaveText(ARABIC);
    await expect(page.getByRole('navigation', { name: 'القائمة الرئيسية' }).getByRole('link')).toHaveText([
      ...['إنشاء', 'تعدين', 'الحصة', 'استكشاف', 'المطوّرون'],
    ]);
    await page.waitForLoadState('networkidle');
    // In no other language, and each file once: what is preloaded is what is shown.
    expect(messages).toContain('ar-shell');
    expect(messages.filter((file) => !file.startsWith('ar-'))).toEqual([]);
    expect([...new Set(messages)]).toEqual(messages);
    expect(await overflow(page), path).toBe(0);
    expect(await axeViolations(page, 'body'), path).toEqual([]);
    expect(await englishLeft(page), path).toEqual([]);
    await page.setViewportSize(DESKTOP);
    expect(await overflow(page), path).toBe(0);
  }
  await context.close();
});

test('a reader chooses another language by keyboard, and keeps it', async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/faucet`);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Faucet');
  const field = page.getByRole('textbox', { name: 'Address' });
  await field.fill('0x12');
  const choice = page.getByRole('combobox', { name: 'Language' });
  await choice.focus();
  await page.keyboard.press('ArrowDown');
  await expect(heading).toHaveText('الصنبور');
  await expect(page).toHaveTitle('الصنبور · Cuckoo');
  // What was typed is not lost.
  await expect(page.getByRole('textbox', { name: 'العنوان' })).toHaveValue('0x12');
  await page.reload();
  await expect(heading).toHaveText('الصنبور');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.getByRole('combobox', { name: 'اللغة' }).selectOption('English');
  await expect(heading).toHaveText('Faucet');
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});

test('before any script runs, a page is in the language that its reader asked for or chose', async ({
  browser,
  devnet,
}) => {
  // A service worker would answer with scripts that it keeps.
  const context = await browser.newContext({ locale: 'ar-EG', serviceWorkers: 'block' });
  const page = await context.newPage();
  const blockScripts = () => page.route('**/*.js', (route) => route.abort());
  const html = page.locator('html');
  const heading = page.getByRole('heading', { level: 1 });
  await blockScripts();
  await page.goto(`${devnet.web.url}/faucet`);
  await expect(heading).toHaveText('الصنبور');
  await expect(page).toHaveTitle('الصنبور · Cuckoo');
  await expect(html).toHaveAttribute('lang', 'ar');
  await expect(html).toHaveAttribute('dir', 'rtl');
  const { x, width } = (await heading.boundingBox())!;
  expect(x, 'room at the left').toBeGreaterThan(page.viewportSize()!.width - x - width);
  await page.unroute('**/*.js');
  await page.reload();
  await page.getByRole('combobox', { name: 'اللغة' }).selectOption('English');
  await expect(heading).toHaveText('Faucet');
  await blockScripts();
  await page.reload();
  await expect(heading).toHaveText('Faucet');
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(html).toHaveAttribute('dir', 'ltr');
  await context.close();
});
