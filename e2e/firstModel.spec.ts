import {
  connectDevnetWallet,
  registerTab,
  startMining,
  takeDrip,
  waitUntilMining,
} from '#devnet/browser/minerTab.ts';
import { makeImage } from './api.ts';
import { expect, temporaryDevnet, test } from './devnet.ts';
import { MINING_TIMEOUT_MS } from './miner.ts';

/** How many of a coordinator's miners serve each model. */
async function minersByModel(apiUrl: string): Promise<Record<string, number>> {
  const { data } = (await (await fetch(`${apiUrl}/v1/models`)).json()) as {
    data: { id: string; cuckoo: { miners: number } }[];
  };
  return Object.fromEntries(data.map(({ id, cuckoo }) => [id, cuckoo.miners]));
}

test('a tab mines with its first model while the second downloads, then offers both', {
  tag: '@long',
}, async ({ page }) => {
  test.setTimeout(600_000);
  const devnet = await temporaryDevnet();
  try {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.context().route('**/models/stories15m/model.onnx', async (route) => {
      await released;
      await route.continue();
    });
    const { url } = devnet.web;
    await page.goto(url);
    await connectDevnetWallet(page);
    await takeDrip(page, url);
    await registerTab(page, url, { name: 'Early tab' });
    await startMining(page);
    await waitUntilMining(page, MINING_TIMEOUT_MS);

    const stories = page
      .getByRole('list', { name: 'Loading' })
      .getByRole('listitem')
      .filter({ hasText: 'Stories 15M' });
    await expect(stories).toContainText('Downloading');
    const { apiUrl } = devnet.coordinator;
    await expect.poll(() => minersByModel(apiUrl)).toEqual({ icons128: 1, stories15m: 0 });
    const { receipt } = await makeImage(devnet, { prompt: 'flat fox green background', steps: 1 });
    expect(receipt.model).toBe('icons128');
    await expect(page.getByText('Mining: waiting for a task.')).toBeVisible();
    await expect(stories).toContainText('Downloading');

    release();
    await expect(stories).toContainText('Ready', { timeout: MINING_TIMEOUT_MS });
    await expect.poll(() => minersByModel(apiUrl)).toEqual({ icons128: 1, stories15m: 1 });
  } finally {
    await devnet.stop();
  }
});
