import { expect, test } from './devnet.ts';

/** ONNX Runtime and the workers around it: what only mining needs. */
const ENGINE = /\.wasm$|\b(gpu|miner)\.worker/;

test('only the Mine page loads the engine and its runtime', async ({ page, devnet }) => {
  const loaded: string[] = [];
  // The context reports the requests of workers too.
  page.context().on('request', (request) => loaded.push(new URL(request.url()).pathname));
  for (const path of ['/', '/stake', '/vote', '/faucet', '/model?id=icons128']) {
    await page.goto(devnet.web.url + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
  }
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((path) => ENGINE.test(path))).toEqual([]);

  await page.goto(`${devnet.web.url}/mine`);
  await expect.poll(() => loaded.some((path) => ENGINE.test(path))).toBe(true);
});
