import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { relativeL2 } from '#inference/conformance.ts';
import { LAYOUT_CASES, makeLayoutCase } from '../../tools/models/decoderLayouts.ts';
import { joinedByReference } from '../../tools/models/joinedRun.ts';
import { LlamaReference } from '../../tools/models/llamaReference.ts';

const SEED = 5;
const PROMPT = Array.from({ length: 37 }, (_, i) => (i * 53 + 7) % 160);
const NEXT = [3, 141, 59];
/** The longest row is not the first. */
const JOINED = { prompts: [PROMPT.slice(0, 5), PROMPT, PROMPT.slice(0, 20)], next: [3, 141, 59, 26] };
/** WebGPU against float64, in float32 and in float16. */
const BOUND = { single: 1e-5, half: 2e-2 };

let server: ViteDevServer;

test.beforeAll(async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  server = await createServer({
    root,
    logLevel: 'error',
    server: { port: 0, strictPort: false, host: '127.0.0.1' },
  });
  await server.listen();
});

test.afterAll(async () => {
  await server.close();
});

test('decoders of every layout compute on WebGPU what a plain reference computes', async ({ page }) => {
  const { port } = server.httpServer!.address() as AddressInfo;
  const files = new Map<string, Uint8Array>();
  await page.route('**/layout-files/*', async (route) => {
    const body = files.get(new URL(route.request().url()).pathname)!;
    await route.fulfill({ body: Buffer.from(body), contentType: 'application/octet-stream' });
  });
  await page.goto(`http://127.0.0.1:${port}/e2e/inference/layouts.html`);
  await page.waitForFunction(() => window.runLayout !== undefined && window.hasHalf !== undefined);
  const hasHalf = await page.evaluate(() => window.hasHalf);
  const figures: string[] = [];
  // Node runs every layout in the unit tests; here each kernel and each way of holding the cache comes once.
  const layouts = LAYOUT_CASES.filter(({ inBrowser, half }) => inBrowser && (hasHalf || !half));
  for (const [i, layout] of layouts.entries()) {
    const { graph, model } = makeLayoutCase(layout, SEED);
    const place = (name: string, bytes: Uint8Array) => {
      files.set(`/layout-files/${i}-${name}`, bytes);
      return `/layout-files/${i}-${name}`;
    };
    const { alone, joined } = await page.evaluate((run) => window.runLayout(run), {
      model: place('model.onnx', graph.model),
      externalData: graph.externalData.map(({ path, data }) => ({ path, url: place(path, data as Uint8Array) })),
      context: model.sizes.context,
      prompt: PROMPT,
      next: NEXT,
      joined: JOINED,
    });
    const reference = new LlamaReference(model);
    const known = [...PROMPT, ...NEXT].map((token) => reference.step(token)).slice(PROMPT.length - 1);
    const knownJoined = joinedByReference(JOINED, () => new LlamaReference(model));
    const distance = (rows: readonly number[][], expected: readonly ArrayLike<number>[]) => {
      expect(rows).toHaveLength(expected.length);
      return Math.max(...expected.map((values, at) => relativeL2(rows[at]!, values)));
    };
    const distances = [distance(alone, [...known, known[0]!]), distance(joined, knownJoined)];
    figures.push(`${layout.name}: ${distances.map((value) => value.toExponential(1)).join(', joined ')}`);
    expect(await page.evaluate(() => window.liveBytes()), `${layout.name}: memory kept`).toBe(0);
    expect(Math.max(...distances), layout.name).toBeLessThan(layout.half ? BOUND.half : BOUND.single);
  }
  test.info().annotations.push({ type: 'figures', description: figures.join('; ') });
});
