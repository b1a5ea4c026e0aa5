import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { expect, LONG, openHarness, test } from './harnessPage.ts';

/**
 * In some processes Chromium samples allocations (GWP-ASan) and walks the stack of each. On Linux it does not
 * know where the stack of WebAssembly that waits for a promise ends, reads past it and crashes the tab. This
 * happens on a page's main thread, not in a worker. Here it samples one allocation in 50, in every process.
 */
const SAMPLED = [
  'GwpAsanMalloc:ProcessSamplingProbability/1.0',
  'AllocationSamplingMultiplier/50',
  'AllocationSamplingRange/1',
  'MaxAllocations/2000',
  'MaxMetadata/8000',
  'TotalPages/8000',
].join('/');

const FEATURES = '--enable-features=';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    // Of two such flags Chromium uses only the last.
    const flags = launchOptions.args ?? [];
    const named = flags
      .filter((flag) => flag.startsWith(FEATURES))
      .map((flag) => flag.slice(FEATURES.length));
    await use({ ...launchOptions, args: [...flags, `${FEATURES}${[...named, SAMPLED].join(',')}`] });
  },
});

const TEXT: TextRequest = {
  ...{
    kind: 'text',
    model: 'stories15m',
    messages: [{ role: 'user', content: 'Once upon a time' }],
    maxTokens: 8,
  },
  ...{
    temperature: 0,
    topP: 1,
    stop: [],
    seed: 1,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${'0'.repeat(32)}`,
  },
};

test(
  'a tab computes normally while the browser samples its allocations',
  LONG,
  async ({ page, context, origin }) => {
    await openHarness(page, origin);
    expect(await page.evaluate(() => window.harness.load('stories15m'))).toEqual({ value: undefined });
    const { outcome } = await page.evaluate((request) => window.harness.run(request), TEXT);
    expect(outcome.value?.result).toMatchObject({ kind: 'text', tokens: { length: 8 } });
    const histograms = await context.newPage();
    await histograms.goto('chrome://histograms/Security.GwpAsan.Activated.Malloc.Renderer');
    // The counts of processes other than the browser's own appear only after a refresh.
    await expect(async () => {
      await histograms.getByRole('button', { name: 'Refresh' }).click();
      await expect(histograms.locator('body')).toContainText(/Renderer recorded \d+ samples, mean = 1\.0/, {
        timeout: 1_000,
      });
    }).toPass({ timeout: 15_000 });
  },
);
