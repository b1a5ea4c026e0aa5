import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { expect, test } from './devnet.ts';

/** Pages of one node, case and so on have headings of what they show. */
const isOfOne = (path: string) => /\d/.test(path);

test('every page has an address that answers, and a heading of its own', async ({ page, devnet }) => {
  const headings = new Map<string, string>();
  for (const path of PAGE_PATHS) {
    const answer = await page.goto(devnet.web.url + path);
    expect(answer?.status(), path).toBe(200);
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading, path).toBeVisible();
    await expect(page.getByText('Opening…')).toHaveCount(0);
    const text = (await heading.textContent())!;
    if (!isOfOne(path)) expect(headings.get(text), `${path} is headed “${text}” too`).toBeUndefined();
    headings.set(text, path);
  }
});

test('an address of nothing answers 404 and says so', async ({ page, devnet }) => {
  for (const path of ['/nowhere', '/mine/nowhere', '/docs', '/docs/nowhere', '/faucet/more']) {
    const answer = await page.goto(devnet.web.url + path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'No such page' })).toBeVisible();
  }
});

test('an address of one of many that cannot be answers 404, and its page says so', async ({
  page,
  devnet,
}) => {
  for (const [path, heading] of [
    ['/nodes/abc', 'No such node'],
    ['/cases/0', 'No such case'],
    ['/tasks/7', 'No such task'],
    ['/models/none', 'No such model here'],
    ['/nodes/1/more', 'No such page'],
    ['/tasks/a/b', 'No such page'],
  ] as const) {
    const answer = await page.goto(devnet.web.url + path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: heading }), path).toBeVisible();
  }
});

test('an older address answers, and leads to the page’s new one', async ({ page, devnet }) => {
  for (const [older, now] of [
    ['/model?id=icons128', '/models/icons128'],
    ['/vote', '/nodes'],
    ['/trust/cases/1', '/cases/1'],
  ] as const) {
    const answer = await page.goto(devnet.web.url + older);
    expect(answer?.status(), older).toBe(200);
    await expect(page).toHaveURL(devnet.web.url + now);
  }
});
