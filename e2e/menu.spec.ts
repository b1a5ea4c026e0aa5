import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';

/** Grounds of the page, as of `--paper` in src/web/design/tokens.css. */
const LIGHT = 'rgb(244, 239, 227)';
const DARK = 'rgb(18, 26, 22)';

test('the menu opens and closes by keyboard, and leads to what is one’s own', async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/faucet`);
  const button = page.getByRole('button', { name: 'Menu' });
  const portfolio = page.getByRole('link', { name: 'Portfolio' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(portfolio).toBeVisible();
  expect(await axeViolations(page, 'body')).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(portfolio).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(portfolio).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await portfolio.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Portfolio' })).toBeVisible();
  await expect(portfolio).toBeHidden();
});

test('a reader chooses dark colours, and the server sends the next page in them', async ({
  page,
  devnet,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${devnet.web.url}/faucet`);
  const body = page.locator('body');
  await expect(body).toHaveCSS('background-color', LIGHT);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('Dark');
  await expect(body).toHaveCSS('background-color', DARK);
  expect(await axeViolations(page, 'body')).toEqual([]);
  // Before any script runs.
  expect(await (await page.request.get(`${devnet.web.url}/stake`)).text()).toContain(
    '<html data-theme="dark"',
  );
  await page.reload();
  await expect(body).toHaveCSS('background-color', DARK);
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('Like the device');
  await expect(body).toHaveCSS('background-color', LIGHT);
});

test('all five pages are in the navigation of a phone, and it fits', async ({ page, devnet }) => {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`${devnet.web.url}/faucet`);
    const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    await expect(links).toHaveText(['Create', 'Mine', 'Stake', 'Explore', 'Developers']);
    for (const link of await links.all()) {
      await expect(link).toBeVisible();
      expect(await link.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    }
  }
});
