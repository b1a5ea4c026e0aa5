import type { Locator, Page } from '@playwright/test';
import type { Devnet } from '#devnet/devnet.ts';
import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';

/** The model is downloaded, compiled and proven on a software adapter, beside a tab that mines. */
const RERUN_MS = 240_000;
const MADE_MS = 120_000;

const panelOf = (page: Page): Locator => page.getByRole('region', { name: /^Run “.*” again$/ });

/** Has the receipt of the result on the page checked. */
export async function verify(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Verify the receipt of' }).click();
  await expect(panelOf(page)).toBeVisible();
}

/** Runs the result on the page again by keyboard, and gives what was found. */
export async function runAgain(page: Page, cost: string): Promise<Locator> {
  const panel = panelOf(page);
  await panel.getByRole('button', { name: 'Run it again on your GPU' }).press('Enter');
  await expect(panel.getByRole('status')).toContainText(cost);
  await expect(panel.getByRole('status')).toContainText('Its miner took');
  await panel.getByRole('button', { name: 'Start' }).press('Enter');
  await expect(panel.getByRole('progressbar', { name: 'Progress of the second run' })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Run it once more' })).toBeVisible({ timeout: RERUN_MS });
  return panel;
}

/** Makes a result on the Create page. @returns its task's id */
export async function create(
  page: Page,
  devnet: Devnet,
  kind: 'Image' | 'Text',
  prompt: string,
): Promise<string> {
  await page.goto(`${devnet.web.url}/create`);
  await page.getByRole('radio', { name: kind }).check({ force: true });
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.getByText('Advanced options').click();
  if (kind === 'Image') await page.getByLabel('Steps').fill('2');
  else await page.getByLabel('Max tokens').fill('8');
  const answered = page.waitForResponse(/\/v1\/(images\/generations|chat\/completions)$/);
  await page.getByRole('button', { name: kind === 'Image' ? 'Create image' : 'Write text' }).click();
  const id = (await (await answered).allHeaders())['x-cuckoo-task']!;
  await expect(page.getByRole('button', { name: 'Verify the receipt of' })).toBeVisible({ timeout: MADE_MS });
  return id;
}

/** Changes what this browser has kept of a result. */
const tamper = (page: Page, id: string, kind: 'image' | 'text') =>
  page.evaluate(
    async ([id, kind]) => {
      const canvas = new OffscreenCanvas(128, 128);
      canvas.getContext('2d')!.fillRect(0, 0, 128, 128);
      const image = await canvas.convertToBlob({ type: 'image/png' });
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('cuckoo-results');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const store = opening.result.transaction('results', 'readwrite').objectStore('results');
          const reading = store.get(id!);
          reading.onsuccess = () => {
            const change = kind === 'image' ? { image } : { text: 'Quoth the cuckoo.' };
            const writing = store.put({ ...reading.result, ...change }, id!);
            writing.onsuccess = () => resolve();
            writing.onerror = () => reject(writing.error);
          };
        };
      });
    },
    [id, kind],
  );

/** A visitor runs what a miner made again on their own GPU. A tab must be mining, as in `testVerify`. */
export function testRerun(): void {
  test('Verify runs a picture again on the visitor’s GPU, and finds one that was changed', {
    tag: '@long',
  }, async ({ page, devnet }) => {
    const engine: string[] = [];
    page.context().on('request', (request) => {
      if (/gpu\.worker|\.wasm/.test(request.url())) engine.push(request.url());
    });
    const id = await create(page, devnet, 'Image', 'flat owl blue background');
    await verify(page);
    expect(engine).toEqual([]);

    // Cancelled while it says what it takes, and while it works.
    const panel = panelOf(page);
    await panel.getByRole('button', { name: 'Run it again on your GPU' }).click();
    await panel.getByRole('button', { name: 'Start' }).click();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await expect(panel.getByRole('progressbar')).toHaveCount(0);

    await runAgain(page, 'The model Icons 128');
    await expect(panel).toContainText(/Your GPU made the same picture\. The difference is .* %/);
    await expect(page.getByRole('list', { name: 'What was checked' })).toContainText(
      'HoldsComputation. You ran the model again on your own GPU, which agrees.',
    );
    expect(engine).not.toEqual([]);
    expect(await axeViolations(page, '.rerun')).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

    await tamper(page, id, 'image');
    await page.goto(`${devnet.web.url}/tasks/${id}`);
    await verify(page);
    await panel.getByRole('button', { name: 'Run it again on your GPU' }).click();
    await expect(panel.getByRole('status')).toContainText('is on this device already');
    await panel.getByRole('button', { name: 'Start' }).click();
    await expect(panel.getByRole('alert')).toContainText('not the one that the miner signed');
  });

  test('Verify reads a text again on the visitor’s GPU, and finds one that was changed', {
    tag: '@long',
  }, async ({ page, devnet }) => {
    const id = await create(page, devnet, 'Text', 'Lily found a clock');
    await verify(page);
    await runAgain(page, 'is downloaded to this device first');
    await expect(panelOf(page)).toContainText(/the model writes this text\. The difference is .* %/);

    await tamper(page, id, 'text');
    await page.goto(`${devnet.web.url}/tasks/${id}`);
    await verify(page);
    const panel = panelOf(page);
    await panel.getByRole('button', { name: 'Run it again on your GPU' }).click();
    await panel.getByRole('button', { name: 'Start' }).click();
    await expect(panel.getByRole('alert')).toContainText('not the one that the miner signed');
  });
}
