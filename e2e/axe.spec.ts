import { connectDevnetWallet } from '#devnet/browser/minerTab.ts';
import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';
import { openWhole } from './openWhole.ts';

test('axe finds nothing on any page with a wallet, in the dark', async ({ browser, devnet }) => {
  const context = await browser.newContext({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await page.setViewportSize({ width: 1280, height: 844 });
  const found: Record<string, Awaited<ReturnType<typeof axeViolations>>> = {};
  for (const path of PAGE_PATHS) {
    await openWhole(page, devnet.web.url + path);
    await expect(page.getByRole('button', { name: /0x/ }).first(), path).toBeVisible();
    const violations = await axeViolations(page, 'body');
    if (violations.length > 0) found[path] = violations;
  }
  await context.close();
  expect(found).toEqual({});
});
