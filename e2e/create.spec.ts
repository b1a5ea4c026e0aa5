import { readTask } from './api.ts';
import { expect, test } from './devnet.ts';

test('a task outlives its page and a reload with its prompt, and Cancel ends it', async ({
  page,
  devnet,
}) => {
  await page.goto(`${devnet.web.url}/create`);
  const prompt = page.getByLabel('Prompt', { exact: true });
  await expect(page.getByRole('button', { name: 'Create image' })).toBeDisabled();
  await expect(page.getByText('Write a prompt first.')).toBeVisible();
  await prompt.fill('flat fox green background');
  const answered = page.waitForResponse(/\/v1\/images\/generations$/);
  await page.getByRole('button', { name: 'Create image' }).click();
  const id = (await (await answered).allHeaders())['x-cuckoo-task']!;
  const waiting = page.getByText('No miner is online for this model yet. Your task waits for one');
  await expect(waiting).toBeVisible();

  await page.getByRole('link', { name: 'Explore' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Explore' })).toBeVisible();
  await page.getByRole('link', { name: 'Create', exact: true }).click();
  await expect(waiting).toBeVisible();
  await page.reload();
  await expect(waiting).toBeVisible();
  await expect(prompt).toHaveValue('flat fox green background');
  // It counts from the order, not from the reload.
  await expect(page.getByRole('timer')).toHaveText(/^([2-9]|\d\d) s$|min/);
  expect((await readTask(devnet, id)).status).toBe('queued');

  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled. You were not charged.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Result' })).toBeFocused();
  expect((await readTask(devnet, id)).status).toBe('cancelled');
});
