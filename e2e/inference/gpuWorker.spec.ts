import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { MAX_BATCH_SIZE } from '#inference/text/batchCapacity.ts';
import type { ConformanceReport, PaceReport } from '#miner/gpu/gpuProtocol.ts';
import type { ImageRequest, TextRequest } from '#protocol/task/taskRequest.ts';
import { expect, LONG, openHarness, ROOT, test } from './harnessPage.ts';

const SALT = `0x${'0'.repeat(32)}`;
/** Largest relative L2 distance allowed between WebGPU and the CPU in float32. */
const MAX_RELATIVE_L2 = 1e-4;
/** What a test does to the GPU during a task, and the error code that the task ends with. */
const HARMS = [
  ['lose', 'DEVICE_LOST'],
  ['overdraw', 'DEVICE_FAULT'],
  ['exhaust', 'OUT_OF_MEMORY'],
] as const;
/** Four steps, as many as the model takes by default, at 0.1 CAI each; in wei. */
const STEPS_WORTH = (4n * 10n ** 17n).toString();
/** Time limit for handing back a task whose GPU is lost: it has nothing to wait for. */
const HANDED_BACK_MS = 20_000;

const IMAGE: ImageRequest = {
  kind: 'image',
  model: 'icons128',
  prompt: 'a glossy cat on a blue background',
  negativePrompt: '',
  width: 128,
  height: 128,
  steps: 2,
  guidance: 1,
  seed: 7,
  manifest: `0x${'0'.repeat(64)}`,
  salt: SALT,
};
const TEXT: TextRequest = {
  kind: 'text',
  model: 'stories15m',
  messages: [{ role: 'user', content: 'Tell me a story about a dragon who loves tea.' }],
  maxTokens: 8,
  temperature: 0.8,
  topP: 0.9,
  stop: [],
  seed: 3,
  manifest: `0x${'0'.repeat(64)}`,
  salt: SALT,
};

test.beforeAll(() => {
  execFileSync('npx', ['tsx', 'tools/models/build.ts'], { cwd: ROOT });
});

const figures = (
  { relativeL2: distance }: ConformanceReport,
  { seconds }: PaceReport,
  speed: string,
): string => `relative L2 ${distance}, a task like the reference ${seconds} s, ${speed}`;

/** The same files through the same pipelines on the CPU. */
async function loadOnCpu(modelId: string) {
  const folder = `${ROOT}public/models/${modelId}/`;
  const manifest = parseManifest(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));
  return loadModel(
    manifest,
    async (path) => new Uint8Array(readFileSync(folder + path)),
    createNodeRuntime(2),
  );
}

test('the image model conforms on WebGPU and draws what the CPU draws', LONG, async ({ page, origin }) => {
  await openHarness(page, origin);
  const adapter = await page.evaluate(() => window.harness.probe());
  expect(adapter.error).toBeUndefined();
  expect(adapter.value?.architecture).not.toBe('');

  // Every node is on the GPU: the runtime refuses to compile otherwise.
  expect(await page.evaluate(() => window.harness.load('icons128'))).toEqual({ value: undefined });
  const report = await page.evaluate(() => window.harness.conformance('icons128'));
  expect(report.error).toBeUndefined();
  // Eight inputs, and the first once more.
  expect(report.value!.tests).toEqual({ done: 9, total: 9 });
  expect(report.value!.relativeL2).toBeLessThanOrEqual(MAX_RELATIVE_L2);
  const pace = await page.evaluate(() => window.harness.calibrate('icons128'));
  expect(pace.value).toMatchObject({ together: 1, worthWei: STEPS_WORTH });

  const { outcome, progress } = await page.evaluate((request) => window.harness.run(request), IMAGE);
  expect(outcome.error).toBeUndefined();
  expect(progress).toEqual([
    { kind: 'step', done: 1, total: 2 },
    { kind: 'step', done: 2, total: 2 },
  ]);
  const result = outcome.value!.result;
  const onCpu = (await (await loadOnCpu('icons128')).run(IMAGE)).result;
  if (result.kind !== 'image' || onCpu.kind !== 'image') throw new TypeError('both results are images');
  // Playwright hands a Uint8Array over as an object of numbers.
  const png = Uint8Array.from(Object.values(result.png));
  const [drawn, expected] = [decode(png), decode(onCpu.png)];
  expect([drawn.width, drawn.height, drawn.channels, drawn.depth]).toEqual([128, 128, 3, 8]);
  const worst = Math.max(...Array.from(drawn.data, (value, i) => Math.abs(value - expected.data[i]!)));
  expect(worst).toBeLessThanOrEqual(1);
  expect(relativeL2(drawn.data, expected.data)).toBeLessThan(1e-3);
  test.info().annotations.push({
    type: 'figures',
    description: figures(report.value!, pace.value!, `2 steps ${outcome.value!.seconds} s`),
  });

  const cancelled = await page.evaluate((request) => window.harness.runAndCancel(request), {
    ...IMAGE,
    steps: 20,
  });
  expect(cancelled.outcome.error?.code).toBe('CANCELLED');
  expect(cancelled.later).toBeLessThanOrEqual(1);

  const tooLarge = await page.evaluate((request) => window.harness.run(request), { ...IMAGE, width: 512 });
  expect(tooLarge.outcome.error?.code).toBe('BAD_REQUEST');
});

/**
 * Harms the GPU when the worker's next command begins, by patching WebGPU: the product has no hook for it.
 * @returns a function that waits for that command
 */
async function atNextCommand(page: Page, harm?: (typeof HARMS)[number][0]): Promise<() => Promise<void>> {
  const worker = page.workers().find((each) => each.url().includes('gpu.worker'));
  if (!worker) throw new Error('the GPU worker is not there');
  const hook = await worker.evaluateHandle((what) => {
    const begin = GPUDevice.prototype.createCommandEncoder;
    const begun = new Promise<void>((resolve) => {
      GPUDevice.prototype.createCommandEncoder = function (descriptor) {
        GPUDevice.prototype.createCommandEncoder = begin;
        resolve();
        if (what === 'lose') this.destroy();
        // The largest buffer that the device allows, more than the software adapter's driver has.
        if (what === 'exhaust')
          this.createBuffer({ size: this.limits.maxBufferSize, usage: GPUBufferUsage.STORAGE });
        if (what === 'overdraw') this.createBuffer({ size: 2 ** 52, usage: GPUBufferUsage.STORAGE });
        return begin.call(this, descriptor);
      };
    });
    return { begun };
  }, harm);
  return () => hook.evaluate(({ begun }) => begun);
}

test(
  'a text task is handed back when the GPU fails, and the reloaded model writes what the CPU writes',
  LONG,
  async ({ page, origin }) => {
    await openHarness(page, origin);
    expect((await page.evaluate(() => window.harness.run({} as never))).outcome.error?.code).toBe(
      'BAD_REQUEST',
    );
    for (const [harm, code] of HARMS) {
      expect(await page.evaluate(() => window.harness.load('stories15m'))).toEqual({ value: undefined });
      await atNextCommand(page, harm);
      const started = Date.now();
      const { outcome, progress } = await page.evaluate((request) => window.harness.run(request), TEXT);
      expect(outcome.error?.code).toBe(code);
      expect(progress).toEqual([]);
      expect(Date.now() - started).toBeLessThan(HANDED_BACK_MS);
    }
    // The model is lost with its worker and has to be loaded into the next one.
    expect((await page.evaluate((request) => window.harness.run(request), TEXT)).outcome.error?.code).toBe(
      'MODEL_NOT_LOADED',
    );
    expect(await page.evaluate(() => window.harness.load('stories15m'))).toEqual({ value: undefined });
    const report = await page.evaluate(() => window.harness.conformance('stories15m'));
    expect(report.error).toBeUndefined();
    expect(report.value!.tests).toEqual({ done: 11, total: 11 });
    expect(report.value!.relativeL2).toBeLessThanOrEqual(MAX_RELATIVE_L2);
    const pace = await page.evaluate(() => window.harness.calibrate('stories15m'));

    const { outcome, progress } = await page.evaluate((request) => window.harness.run(request), TEXT);
    const result = outcome.value?.result;
    const cpu = await loadOnCpu('stories15m');
    expect(result).toEqual((await cpu.run(TEXT)).result);
    const streamed = progress.map((news) => (news.kind === 'text' ? news.delta : '')).join('');
    expect(result?.kind === 'text' && result.text).toBe(streamed);
    test.info().annotations.push({
      type: 'figures',
      description: figures(report.value!, pace.value!, `${outcome.value!.tokensPerSecond} tokens/s`),
    });

    // A batch gives the same texts as the CPU gives one by one.
    expect(pace.value!.together).toBe(MAX_BATCH_SIZE);
    const others = [
      'The fox and the moon',
      'Once there was a very small boat that was afraid of the sea, and',
    ];
    const texts = [
      TEXT,
      ...others.map((content, i) => ({ ...TEXT, messages: [{ role: 'user' as const, content }], seed: i })),
    ];
    const together = await page.evaluate((requests) => window.harness.runAll(requests), texts);
    for (const [i, text] of texts.entries()) {
      expect(together[i]!.value?.result).toEqual((await cpu.run(text)).result);
    }
  },
);

test(
  'a task is handed back when the browser’s GPU process crashes, and the next one is drawn',
  LONG,
  async ({ page, browser, origin }) => {
    await openHarness(page, origin);
    expect(await page.evaluate(() => window.harness.load('icons128'))).toEqual({ value: undefined });
    const computing = await atNextCommand(page);
    const task = page.evaluate((request) => window.harness.run(request), { ...IMAGE, steps: 40 });
    await computing();
    const crashed = Date.now();
    // Does what chrome://gpucrash does; that page works only once the browser's debugging pages are
    // enabled by hand.
    await (await browser.newBrowserCDPSession()).send('Browser.crashGpuProcess');
    expect((await task).outcome.error?.code).toBe('DEVICE_LOST');
    expect(Date.now() - crashed).toBeLessThan(HANDED_BACK_MS);

    expect(await page.evaluate(() => window.harness.load('icons128'))).toEqual({ value: undefined });
    const { outcome } = await page.evaluate((request) => window.harness.run(request), IMAGE);
    expect(outcome.error).toBeUndefined();
    expect(outcome.value?.result.kind).toBe('image');
  },
);

test('conformance refuses a back end without its workarounds', LONG, async ({ page, origin }) => {
  await openHarness(page, origin);
  const check = async (workarounds: { zeroLoopVariables: boolean; withoutSmallSubgroups: boolean }) => {
    await page.evaluate((options) => window.harness.renew(options), { workarounds });
    expect((await page.evaluate(() => window.harness.load('stories15m'))).error).toBeUndefined();
    return page.evaluate(() => window.harness.conformance('stories15m'));
  };
  const stale = await check({ zeroLoopVariables: false, withoutSmallSubgroups: true });
  expect(stale.error?.code).toBe('CONFORMANCE_FAILED');
  expect(stale.error?.figures.staleLoopVariables).toBeGreaterThan(0);

  const attention = await check({ zeroLoopVariables: true, withoutSmallSubgroups: false });
  expect(attention.error?.code).toBe('CONFORMANCE_FAILED');
  expect(attention.error?.figures.relativeL2).toBeGreaterThan(1e-2);
});

test('the client reports an unknown model and a call that hangs', async ({ page, origin }) => {
  await openHarness(page, origin);
  expect((await page.evaluate(() => window.harness.load('nothing'))).error?.code).toBe('UNKNOWN_MODEL');
  await page.evaluate(() => window.harness.renew({ stallLimitMs: 1 }));
  expect((await page.evaluate(() => window.harness.load('icons128'))).error?.code).toBe('TIMED_OUT');
});

test('the client reports a runtime that cannot be fetched, and fetches it at the next call', async ({
  page,
  origin,
}) => {
  let cut = true;
  await page.context().route(/onnxruntime-web_jspi/, (route) => (cut ? route.abort() : route.continue()));
  await openHarness(page, origin);
  const { error } = await page.evaluate(() => window.harness.probe());
  expect(error?.code).toBe('SESSION_FAILED');
  expect(error?.message).toContain('could not be loaded');
  cut = false;
  expect((await page.evaluate(() => window.harness.probe())).error).toBeUndefined();
});

test('a damaged file is refused', async ({ page, origin }) => {
  await page.context().route('**/icons128/decoder.onnx', async (route) => {
    const body = readFileSync(`${ROOT}public/models/icons128/decoder.onnx`);
    body[body.length >> 1]! ^= 1;
    await route.fulfill({ body, contentType: 'application/octet-stream' });
  });
  await openHarness(page, origin);
  expect((await page.evaluate(() => window.harness.load('icons128'))).error?.code).toBe('CHECKSUM_MISMATCH');
});

test('a model that needs what the GPU lacks is refused before anything is fetched', async ({
  page,
  origin,
}) => {
  const fetched: string[] = [];
  await page.context().route('**/icons128/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1)!;
    fetched.push(name);
    if (name !== 'manifest.json') return route.continue();
    const manifest = JSON.parse(
      readFileSync(`${ROOT}public/models/icons128/manifest.json`, 'utf8'),
    ) as object;
    await route.fulfill({ json: { ...manifest, gpu: { features: ['shader-f16'] } } });
  });
  await openHarness(page, origin);
  const able = await page.evaluate(async () =>
    (await navigator.gpu.requestAdapter())!.features.has('shader-f16'),
  );
  test.skip(able, 'This GPU has 16-bit shaders.');
  const { error } = await page.evaluate(() => window.harness.load('icons128'));
  expect(error?.code).toBe('GPU_UNFIT');
  expect(error?.message).toContain('Icons 128 needs a GPU that offers shader-f16');
  expect(fetched).toEqual(['manifest.json']);
});
