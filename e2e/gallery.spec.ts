import type { Page } from '@playwright/test';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';

/** Puts a text into this browser's gallery, as the Create page keeps one. */
async function keepText(page: Page, id: string): Promise<void> {
  const result = {
    ...{
      id,
      prompt: `Once ${id}`,
      savedAt: 1,
      kind: 'text',
      text: `Once upon ${id}`,
      receipt: EXAMPLE_RECEIPT,
    },
  };
  await page.evaluate(
    (kept) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('cuckoo-results');
        opening.onupgradeneeded = () => opening.result.createObjectStore('results');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction('results', 'readwrite');
          writing.objectStore('results').put(kept, kept.id);
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    result,
  );
}

test('a visitor copies and removes a result, and takes the removal back by keyboard', async ({
  page,
  context,
  devnet,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${devnet.web.url}/gallery`);
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  for (const id of ['a fox', 'an owl']) await keepText(page, id);
  await page.reload();
  const results = page.getByRole('list', { name: 'Gallery' }).locator('.made');
  await expect(results).toHaveCount(2);
  await page.getByRole('button', { name: 'Copy: Once a fox' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('Once upon a fox');
  await results.first().getByText('Receipt').click();
  await expect(results.first().getByText('Result hash')).toBeVisible();
  expect(await axeViolations(page, 'body')).toEqual([]);

  await page.getByRole('button', { name: 'Remove “Once a fox”' }).click();
  await expect(results).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(results).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear the gallery' }).click();
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(results).toHaveCount(2);
});

test('the start shows what the coordinators tell, and leads to three places', async ({ page, devnet }) => {
  await page.goto(devnet.web.url);
  const figures = page.locator('dl[aria-label="The network now"]');
  await expect(figures).toContainText('Tabs online0now');
  await expect(figures).toContainText('Paid to miners0 CAI');
  for (const [door, heading] of [
    ['Make an image: free, no wallet', 'Create'],
    ['Mine', 'Mine'],
    ['Stake', 'Stake'],
  ] as const) {
    await page.getByRole('main').getByRole('link', { name: door, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await page.getByRole('link', { name: 'Cuckoo, home' }).click();
  }
  await page.route(`${devnet.coordinator.apiUrl}/**`, (route) => route.abort());
  await page.reload();
  await expect(page.getByText(/^No coordinator answers now/)).toBeVisible();
  // An old link to a model.
  await page.goto(`${devnet.web.url}/?kind=text&model=stories15m`);
  await expect(page).toHaveURL(`${devnet.web.url}/create`);
  await expect(page.getByRole('radio', { name: 'Text' })).toBeChecked();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`start, Create and gallery fit a small phone in the ${colorScheme}, and axe finds nothing`, {
    tag: colorScheme === 'dark' ? '@long' : [],
  }, async ({ page, devnet }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 320, height: 700 });
    for (const path of ['/', '/create', '/gallery']) {
      await page.goto(devnet.web.url + path);
      await page.waitForLoadState('networkidle');
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, path).toBe(0);
      expect(await axeViolations(page, 'body'), path).toEqual([]);
    }
  });
