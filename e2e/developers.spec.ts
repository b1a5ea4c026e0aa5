import type { Page } from '@playwright/test';
import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';

const open = async (page: Page, url: string) => {
  await page.goto(`${url}/developers`);
  await expect(page.getByRole('heading', { name: 'Try it' })).toBeVisible();
};
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('a developer copies programs that name this network’s coordinator and models', async ({
  page,
  context,
  devnet,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, devnet.web.url);
  await page.getByRole('button', { name: 'Copy: Base URL' }).click();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toBe(`${devnet.coordinator.apiUrl}/v1`);

  // The radio buttons answer to the arrow keys.
  await page.getByRole('radio', { name: 'curl' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'JavaScript' })).toBeChecked();
  const text = page.getByRole('region', { name: 'Stream a text' });
  await text.getByRole('button', { name: 'Copy: Stream a text' }).click();
  await expect(text.getByRole('status')).toHaveText('Copied');
  expect(await clipboard()).toBe(await text.locator('pre').textContent());
  expect(await clipboard()).toContain('"stories15m"');
  expect(await page.getByRole('region', { name: 'Make an image' }).locator('pre').textContent()).toContain(
    '"icons128"',
  );
  await expect(page.getByRole('list', { name: 'Prices' })).toContainText('0.1 CAI per step');
  await expect(page.getByText('client_budget_spent')).toBeVisible();
});

test('the page lists the operations that the coordinator describes', async ({ page, devnet }) => {
  await open(page, devnet.web.url);
  const operation = page.getByRole('listitem').filter({ hasText: 'POST /v1/images/generations' });
  await operation.getByText(/parameters$/).click();
  await expect(operation.getByText('whole number from 1 to 100')).toBeVisible();
  await expect(operation.getByText('in the body').first()).toBeVisible();
  const { paths } = (await (await fetch(`${devnet.coordinator.apiUrl}/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  const described = Object.values(paths).flatMap((methods) => Object.keys(methods));
  await expect(page.locator('.operation')).toHaveCount(described.length);
  // What a task's own operation answers, and where it takes what.
  const heading = page.getByRole('heading', { name: 'GET /v1/tasks/{id}', exact: true });
  const task = page.locator('.operation').filter({ has: heading });
  await task.getByText(/parameters$/).click();
  await expect(task.getByText('in the path')).toBeVisible();
  await expect(task.getByText('in the query')).toBeVisible();
  await task.getByText(/answers$/).click();
  await expect(task.getByText('application/json').first()).toBeVisible();
  await expect(task.getByRole('listitem').filter({ hasText: /^finished_at / })).toBeVisible();
  await expect(task.getByText('Any other status')).toBeVisible();
  expect(await axeViolations(page, '.operations')).toEqual([]);
});

test('the page says so while the coordinator is away, and still tells what does not need it', async ({
  page,
  devnet,
}) => {
  await page.route(`${devnet.coordinator.apiUrl}/**`, (route) => route.abort());
  await page.goto(`${devnet.web.url}/developers`);
  const away = page.getByText(/does not answer at http/);
  await expect(away).toBeVisible();
  await expect(away).toContainText(/No answer since this page was opened at \d\d:\d\d:\d\d\./);
  await expect(page.getByText('so its operations cannot be listed', { exact: false })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Who can read a prompt' })).toBeVisible();
  await page.unroute(`${devnet.coordinator.apiUrl}/**`);
  await expect(page.getByRole('heading', { name: 'Try it' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the page fits a small phone and a desktop in the ${colorScheme}, and axe finds nothing`, {
    tag: colorScheme === 'dark' ? '@long' : [],
  }, async ({ page, devnet }) => {
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await open(page, devnet.web.url);
      await expect(page.getByText('POST /v1/faucet')).toBeVisible();
      expect(await overflow(page)).toBe(0);
      expect(await axeViolations(page, 'body')).toEqual([]);
    }
  });
