import type { Page, Worker } from '@playwright/test';
import { LAYOUT_CASES, type LayoutCase, makeLayoutCase } from '../../tools/models/fixtures/decoderLayouts.ts';
import { openWorker } from '../../tools/moduleWorker.ts';
import type { Asked } from './asyncDecode.worker.ts';
import { expect, skipWithoutHalf, THOROUGH, test } from './harnessPage.ts';
import { serveLayout } from './layoutFiles.ts';

const GREEDY = { temperature: 0, topP: 1, seed: 1 };
const WARM = { temperature: 0.8, topP: 1, seed: 2 ** 40 + 3 };
const NARROW = { temperature: 1.2, topP: 0.6, seed: 4 };
/** So few tokens that an answer fills the context. */
const CONTEXT = 60;
const PROMPT = Array.from({ length: 21 }, (_, i) => (i * 53 + 7) % 160);

function open(page: Page, origin: string): Promise<Worker> {
  return openWorker(page, `${origin}/e2e/inference/asyncDecode.worker.ts`);
}

for (const type of ['float32', 'float16'] as const) {
  test(`the GPU samples the same tokens as the CPU: ${type} logits`, THOROUGH, async ({ page, origin }) => {
    const worker = await open(page, origin);
    for (const idType of ['int32', 'int64'] as const) {
      for (const vocabulary of [3, 1_023, 32_001]) {
        for (const settings of [GREEDY, WARM]) {
          for (const rows of [1, 40]) {
            const draws = { type, idType, vocabulary, rows, ...settings };
            const { drawn, sampled } = await worker.evaluate((all) => globalThis.sampleOnGpu(all), draws);
            expect(drawn).toEqual(sampled);
          }
        }
      }
    }
    expect(await worker.evaluate(() => globalThis.liveBytes()), 'GPU memory kept').toBe(0);
  });
}

const LAYOUTS = ['grouped, float32', 'multi-head, int4, position_ids', 'grouped, float16, position_ids'];
for (const layout of LAYOUT_CASES.filter(({ name }) => LAYOUTS.includes(name))) {
  test(`asynchronous decode gives the same answers: ${layout.name}`, THOROUGH, async ({ page, origin }) => {
    const worker = await open(page, origin);
    const lacksHalf = layout.half && !(await worker.evaluate(() => globalThis.hasHalf));
    skipWithoutHalf(lacksHalf, 'this adapter has no shader-f16');
    const run = await place(page, layout);
    const answers = (asked: readonly Asked[], asyncDecode: boolean) =>
      worker.evaluate((all) => globalThis.answerAsync(all), { ...run, asked, asyncDecode });
    const whole = { prompt: PROMPT, maxTokens: 24 };
    const {
      tokens: [greedy],
    } = await answers([{ ...whole, ...GREEDY }], false);
    const third = { ...NARROW, prompt: PROMPT.slice(9), maxTokens: 12 };
    const second = { ...WARM, prompt: PROMPT.slice(3), maxTokens: 18, joinedBy: { after: 5, asked: third } };
    const asked: Asked[] = [
      ...[GREEDY, WARM, NARROW].map((settings) => ({ ...whole, ...settings })),
      { ...whole, ...GREEDY, stopTokens: [greedy![10]!] },
      { ...whole, ...WARM, cancelAfter: 7 },
      // Continues from the prefix that the cancelled answer left.
      { ...whole, ...GREEDY, prompt: [...PROMPT, ...greedy!.slice(0, 5), 9] },
      { ...whole, ...WARM, joinedBy: { after: 4, asked: second } },
      // Ends when the context is full.
      { ...GREEDY, prompt: PROMPT, maxTokens: 1_000 },
    ];
    const waited = await answers(asked, false);
    const enqueued = await answers(asked, true);
    expect(enqueued.tokens).toEqual(waited.tokens);
    expect(waited).toMatchObject({ asyncSteps: {}, errors: [] });
    expect(enqueued.errors).toEqual([]);
    const { 1: alone, 2: two, 3: three } = enqueued.asyncSteps;
    expect(alone).toBeGreaterThan(100);
    expect(two).toBeGreaterThan(0);
    expect(three).toBeGreaterThan(0);
    expect(await worker.evaluate(() => globalThis.liveBytes()), 'GPU memory kept').toBe(0);
  });
}

for (const layout of LAYOUT_CASES.filter(({ name }) => LAYOUTS.slice(0, 2).includes(name))) {
  test(`asynchronous decode leaks no GPU memory: ${layout.name}`, THOROUGH, async ({ page, origin }) => {
    const worker = await open(page, origin);
    // Some end at a stop token with a step enqueued, some sample outside the nucleus.
    const once = { prompt: PROMPT, maxTokens: 24, stopTokens: [11, 12, 13, 14, 15, 16, 17, 18] };
    const asked = Array.from({ length: 24 }, (_, seed) => ({ ...NARROW, ...once, seed: seed % 4 }));
    const run = await place(page, layout);
    const all = { ...run, asked, asyncDecode: true, prefixCacheBytes: 0 };
    const { held, asyncSteps, errors } = await worker.evaluate((given) => globalThis.answerAsync(given), all);
    expect(errors).toEqual([]);
    expect(asyncSteps[1]).toBeGreaterThan(50);
    // The runtime keeps the buffers of one round for later runs.
    expect(new Set(held.slice(8))).toEqual(new Set([held[8]]));
  });
}

test(
  'an answer with an enqueued step fails when the GPU is lost, without unhandled errors',
  THOROUGH,
  async ({ page, origin }) => {
    const unhandled: string[] = [];
    page.on('pageerror', ({ message }) => unhandled.push(message));
    const worker = await open(page, origin);
    const run = await place(page, LAYOUT_CASES[0]!);
    const asked = [{ ...GREEDY, prompt: PROMPT, maxTokens: 24, loseAfter: 5 }];
    const { tokens, asyncSteps, errors } = await worker.evaluate((all) => globalThis.answerAsync(all), {
      ...run,
      asked,
      asyncDecode: true,
    });
    expect(tokens[0]).toHaveLength(5);
    expect(asyncSteps[1]).toBeGreaterThan(0);
    expect(errors).toEqual([expect.stringMatching(/mapAsync/)]);
    expect(unhandled).toEqual([]);
  },
);

/** Serves a random model to the page's worker. */
async function place(page: Page, layout: LayoutCase) {
  return { files: await serveLayout(page, makeLayoutCase(layout, 5).graph), context: CONTEXT };
}
