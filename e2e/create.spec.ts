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

for (const path of ['/create', '/create?kind=text&model=stories15m'])
  test(`${path} has prompt, button and the place of the result on a phone’s first screen`, async ({
    page,
    devnet,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(devnet.web.url + path);
    const button = page.getByRole('button', { name: /^(Create image|Write text)$/ });
    await expect(button).toBeVisible();
    const more = page.getByText('Model, examples and more');
    await expect(more).toContainText(path === '/create' ? 'Icons' : 'Stories');
    const navigation = await page.getByRole('navigation').first().boundingBox();
    const isBelow = navigation!.y > 422;
    /** Where the screen ends: at the navigation at its bottom. */
    const end = isBelow ? navigation!.y : 844;
    for (const part of [page.getByLabel('Prompt', { exact: true }), button, page.locator('.clock')]) {
      const box = (await part.boundingBox())!;
      expect(box.y).toBeGreaterThan(0);
      expect(box.y + box.height).toBeLessThanOrEqual(end);
    }
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    // The rest is folded, and one touch away.
    await expect(page.getByLabel('Coordinator')).toBeHidden();
    await expect(page.getByRole('list', { name: 'Examples' })).toBeHidden();
    await more.click();
    await expect(page.getByLabel('Coordinator')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Examples' })).toBeVisible();
  });
