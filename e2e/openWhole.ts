import { expect, type Page } from '@playwright/test';

/** Opens a page and waits until all of it is there, in any language. */
export async function openWhole(page: Page, url: string): Promise<void> {
  await page.goto(url);
  // The heading is there before the app is.
  await expect(page.getByRole('contentinfo')).toBeVisible();
  await expect(page.locator('.page-loading')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
}
