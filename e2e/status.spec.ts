import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';

test('a visitor sees that a coordinator and the chain stop answering, and come back', {
  tag: '@long',
}, async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/faucet`);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Status' }).click();
  await expect(page.getByText('Everything answers.')).toBeVisible();
  const coordinator = page.getByRole('list', { name: 'Coordinators' }).getByRole('listitem');
  await expect(coordinator).toContainText('Reachable');
  await expect(coordinator).toContainText(/Round trip\d+ ms/);
  await expect(coordinator).toContainText('Tasks in the last hour0');
  await expect(page.getByText('Nothing has stopped answering')).toBeVisible();

  await page.route(`${devnet.coordinator.apiUrl}/**`, (route) => route.abort());
  await expect(coordinator).toContainText('Does not answer');
  await expect(page.getByText('One thing does not answer.')).toBeVisible();
  const incidents = page.getByRole('list', { name: 'In this visit' });
  await expect(incidents).toContainText('Devnet coordinator did not answer');
  await expect(incidents).toContainText('Goes on');
  await page.unroute(`${devnet.coordinator.apiUrl}/**`);
  await expect(incidents).toContainText('Over');
  await expect(page.getByText('Everything answers.')).toBeVisible();

  const { rpcUrl } = devnet.chain.config;
  await page.route(`${rpcUrl}/**`, (route) => route.abort());
  await expect(page.getByText('Silent', { exact: true })).toBeVisible();
  await expect(incidents).toContainText('The chain did not answer');
  // What this visit saw is still there after a reload.
  await page.unroute(`${rpcUrl}/**`);
  await expect(page.getByText('Everything answers.')).toBeVisible();
  await page.reload();
  await expect(incidents.getByRole('listitem')).toHaveCount(2);
});

test('a visitor reads what a coordinator wrote down about itself', async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/status`);
  const history = page.getByRole('list', { name: 'The last days' });
  // No tab mines here: two looks of the coordinator have seen it, and the page has asked again.
  await expect(history).toContainText('Devnet coordinator: no miner online', { timeout: 90_000 });
  await expect(history).toContainText('Goes on');
  expect(await axeViolations(page, 'body')).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the page fits a small phone and a desktop in the ${colorScheme}, and axe finds nothing`, {
    tag: colorScheme === 'dark' ? '@long' : [],
  }, async ({ page, devnet }) => {
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${devnet.web.url}/status`);
      await expect(page.getByText('Everything answers.')).toBeVisible();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
      expect(await axeViolations(page, 'body')).toEqual([]);
    }
  });
