import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { createServer } from 'vite';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ATTENTION_PROBE = 'attention-probe.onnx';

/** Tests whose pages come straight from the sources, through a Vite server of their own. */
export const test = base.extend<object, { origin: string }>({
  origin: [
    async ({}, use) => {
      const server = await createServer({
        root: ROOT,
        logLevel: 'error',
        server: { port: 0, strictPort: false, host: '127.0.0.1' },
      });
      await server.listen();
      const { port } = server.httpServer!.address() as AddressInfo;
      await use(`http://127.0.0.1:${port}`);
      await server.close();
    },
    { scope: 'worker' },
  ],
});

/**
 * For a test of what others use: the engine's own tests and the journeys run those paths on either adapter.
 * Where there are two, `npm test` runs it on the quicker one.
 */
export const THOROUGH = { tag: '@thorough' };
/** Left out of `npm test`, and run by `npm run test:long`. */
export const LONG = { tag: '@long' };

/** Opens the page that gives a test the GPU worker's client. */
export async function openHarness(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/e2e/inference/harness.html`);
  await page.waitForFunction(() => window.harness !== undefined);
}

/** The same, with a catalogue of one model, whose files lie in `folder`. */
export async function openHarnessOn(
  page: Page,
  origin: string,
  { folder, id, kind }: { folder: string; id: string; kind: 'text' | 'image' },
): Promise<void> {
  const catalogue = { version: 1, models: [{ id, kind, manifest: 'manifest.json' }] };
  await page.context().route('**/models-of-test/**', async (route) => {
    const path = new URL(route.request().url()).pathname.split('/models-of-test/')[1]!;
    const local = path === ATTENTION_PROBE ? join(ROOT, 'public/models', path) : join(folder, path);
    const body = path === 'catalogue.json' ? JSON.stringify(catalogue) : readFileSync(local);
    await route.fulfill({ body, contentType: 'application/octet-stream' });
  });
  await openHarness(page, origin);
  await page.evaluate((options) => window.harness.renew(options), { modelsUrl: `${origin}/models-of-test/` });
}

/** Skips the test with a reason on an adapter without 16-bit shaders; with EXPECT_HALF set, fails it. */
export function skipWithoutHalf(lacksHalf: boolean, why: string | undefined): void {
  test.skip(lacksHalf && process.env.EXPECT_HALF === undefined, why);
  expect(lacksHalf, why).toBe(false);
}

/** Loads a model, or skips the test on a GPU that cannot run it. */
export async function loadOnFitGpu(page: Page, id: string): Promise<void> {
  const loaded = await page.evaluate((model) => window.harness.load(model), id);
  skipWithoutHalf(loaded.error?.code === 'GPU_UNFIT', loaded.error?.message);
  expect(loaded).toEqual({ value: undefined });
}

export { expect };
