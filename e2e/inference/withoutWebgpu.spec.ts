import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { createServer } from 'vite';

// The flag that gives headless Chromium a WebGPU adapter is missing here.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const args = (launchOptions.args ?? []).filter((flag) => !flag.includes('webgpu'));
    await use({ ...launchOptions, args: [...args, '--disable-features=WebGPU'] });
  },
});

test('a browser without WebGPU gets a typed error and no other back end', async ({ page }) => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const server = await createServer({
    root,
    logLevel: 'error',
    server: { port: 0, strictPort: false, host: '127.0.0.1' },
  });
  await server.listen();
  try {
    const { port } = server.httpServer!.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/e2e/inference/harness.html`);
    await page.waitForFunction(() => window.harness !== undefined);
    const probed = await page.evaluate(() => window.harness.probe());
    expect(['NO_WEBGPU', 'NO_ADAPTER']).toContain(probed.error?.code);
    const loaded = await page.evaluate(() => window.harness.load('icons128'));
    expect(loaded.error?.code).toBe(probed.error?.code);
  } finally {
    await server.close();
  }
});
