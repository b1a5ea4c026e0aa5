import { expect, openHarness, test } from './harnessPage.ts';

// The flag that gives headless Chromium a WebGPU adapter is missing here.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const args = (launchOptions.args ?? []).filter((flag) => !flag.includes('webgpu'));
    await use({ ...launchOptions, args: [...args, '--disable-features=WebGPU'] });
  },
});

test('a browser without WebGPU gets a typed error and no other back end', async ({ page, origin }) => {
  await openHarness(page, origin);
  const probed = await page.evaluate(() => window.harness.probe());
  expect(['NO_WEBGPU', 'NO_ADAPTER']).toContain(probed.error?.code);
  const loaded = await page.evaluate(() => window.harness.load('icons128'));
  expect(loaded.error?.code).toBe(probed.error?.code);
});
