import { axeViolations } from './accessibility.ts';
import { orderImage } from './api.ts';
import { expect, test } from './devnet.ts';

test('anybody follows a task at its address, without its prompt', async ({ page, devnet }) => {
  const prompt = 'a secret fox';
  const { id, key } = await orderImage(devnet, { prompt, steps: 2 });
  await page.goto(`${devnet.web.url}/tasks/${id}`);
  await expect(page.getByText('In the queue', { exact: true })).toBeVisible();
  await expect(page.getByText('An image was asked for, of the model icons128.')).toBeVisible();
  await expect(page.getByText('It waits for a miner to be drawn.')).toBeVisible();
  await expect(page.getByText(prompt)).toHaveCount(0);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    expect(await axeViolations(page, 'body')).toEqual([]);
  }
  await fetch(`${devnet.coordinator.apiUrl}/v1/tasks/${id}?key=${key}`, { method: 'DELETE' });
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect(page.getByText('Nothing was delivered, so nothing is charged.')).toBeVisible();
});

test('the list of tasks leads to each, and shows no prompt', async ({ page, devnet }) => {
  const prompt = 'another secret fox';
  const { id, key } = await orderImage(devnet, { prompt, steps: 2 });
  await page.goto(`${devnet.web.url}/nodes`);
  await page.getByRole('link', { name: 'Newest tasks' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
  const task = page.locator(`a[href="/tasks/${id}"]`);
  await expect(task).toBeVisible();
  await expect(page.getByText(prompt)).toHaveCount(0);
  expect(await axeViolations(page, 'body')).toEqual([]);
  await task.click();
  await expect(page).toHaveURL(`${devnet.web.url}/tasks/${id}`);
  await fetch(`${devnet.coordinator.apiUrl}/v1/tasks/${id}?key=${key}`, { method: 'DELETE' });
});

test('an address of no task says so', async ({ page, devnet }) => {
  for (const id of ['0x12', `0x${'0'.repeat(64)}`]) {
    await page.goto(`${devnet.web.url}/tasks/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: 'No such task' })).toBeVisible();
  }
});

test('cases have addresses of their own, and the older ones lead there', async ({ page, devnet }) => {
  await page.goto(`${devnet.web.url}/cases`);
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible();
  await page.goto(`${devnet.web.url}/trust/cases/7`);
  await expect(page).toHaveURL(`${devnet.web.url}/cases/7`);
  await expect(page.getByRole('heading', { level: 1, name: 'No such case' })).toBeVisible();
});
