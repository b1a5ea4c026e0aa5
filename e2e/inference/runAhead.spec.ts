import type { Page, Worker } from '@playwright/test';
import { LAYOUT_CASES, makeLayoutCase, type LayoutCase } from '../../tools/models/fixtures/decoderLayouts.ts';
import { openWorker } from '../../tools/moduleWorker.ts';
import { expect, skipWithoutHalf, test } from './harnessPage.ts';
import { serveLayout } from './layoutFiles.ts';
import type { Asked } from './runAhead.worker.ts';

const GREEDY = { temperature: 0, topP: 1, seed: 1 };
const WARM = { temperature: 0.8, topP: 1, seed: 2 ** 40 + 3 };
const NARROW = { temperature: 1.2, topP: 0.6, seed: 4 };
/** So few tokens that an answer comes to its end. */
const CONTEXT = 60;
const PROMPT = Array.from({ length: 21 }, (_, i) => (i * 53 + 7) % 160);

function open(page: Page, origin: string): Promise<Worker> {
  return openWorker(page, `${origin}/e2e/inference/runAhead.worker.ts`);
}

for (const type of ['float32', 'float16'] as const) {
  test(`the GPU draws from ${type} logits what the processor draws`, async ({ page, origin }) => {
    const worker = await open(page, origin);
    for (const idType of ['int32', 'int64'] as const) {
      for (const vocabulary of [3, 1_023, 32_001]) {
        for (const settings of [GREEDY, WARM]) {
          for (const rows of [1, 40]) {
            const draws = { type, idType, vocabulary, rows, ...settings };
            const { drawn, sampled } = await worker.evaluate((all) => globalThis.drawOnGpu(all), draws);
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
  test(`runs that are begun ahead give the same answers: ${layout.name}`, async ({ page, origin }) => {
    const worker = await open(page, origin);
    const lacksHalf = layout.half && !(await worker.evaluate(() => globalThis.hasHalf));
    skipWithoutHalf(lacksHalf, 'this adapter has no shader-f16');
    const run = await place(page, layout);
    const answers = (asked: readonly Asked[], ahead: boolean) =>
      worker.evaluate((all) => globalThis.answerAhead(all), { ...run, asked, ahead });
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
      // Goes on from what the cancelled one left.
      { ...whole, ...GREEDY, prompt: [...PROMPT, ...greedy!.slice(0, 5), 9] },
      { ...whole, ...WARM, joinedBy: { after: 4, asked: second } },
      // Up to the context's end.
      { ...GREEDY, prompt: PROMPT, maxTokens: 1_000 },
    ];
    const waited = await answers(asked, false);
    const ahead = await answers(asked, true);
    expect(ahead.tokens).toEqual(waited.tokens);
    expect(waited).toMatchObject({ ahead: {}, errors: [] });
    expect(ahead.errors).toEqual([]);
    const { 1: alone, 2: two, 3: three } = ahead.ahead;
    expect(alone).toBeGreaterThan(100);
    expect(two).toBeGreaterThan(0);
    expect(three).toBeGreaterThan(0);
    expect(await worker.evaluate(() => globalThis.liveBytes()), 'GPU memory kept').toBe(0);
  });
}

for (const layout of LAYOUT_CASES.filter(({ name }) => LAYOUTS.slice(0, 2).includes(name))) {
  test(`runs that are begun ahead leave nothing behind: ${layout.name}`, async ({ page, origin }) => {
    const worker = await open(page, origin);
    // Some end at a stop token, with a run begun, some draw outside the nucleus.
    const once = { prompt: PROMPT, maxTokens: 24, stopTokens: [11, 12, 13, 14, 15, 16, 17, 18] };
    const asked = Array.from({ length: 24 }, (_, seed) => ({ ...NARROW, ...once, seed: seed % 4 }));
    const run = await place(page, layout);
    const all = { ...run, asked, ahead: true, prefixCacheBytes: 0 };
    const { held, ahead, errors } = await worker.evaluate((given) => globalThis.answerAhead(given), all);
    expect(errors).toEqual([]);
    expect(ahead[1]).toBeGreaterThan(50);
    // The runtime keeps buffers for later runs, as many as one round has needed.
    expect(new Set(held.slice(8))).toEqual(new Set([held[8]]));
  });
}

test('an answer whose run was begun ahead fails when the GPU is lost, and nothing else does', async ({
  page,
  origin,
}) => {
  const unheard: string[] = [];
  page.on('pageerror', ({ message }) => unheard.push(message));
  const worker = await open(page, origin);
  const run = await place(page, LAYOUT_CASES[0]!);
  const asked = [{ ...GREEDY, prompt: PROMPT, maxTokens: 24, loseAfter: 5 }];
  const { tokens, ahead, errors } = await worker.evaluate((all) => globalThis.answerAhead(all), {
    ...run,
    asked,
    ahead: true,
  });
  expect(tokens[0]).toHaveLength(5);
  expect(ahead[1]).toBeGreaterThan(0);
  expect(errors).toEqual([expect.stringMatching(/mapAsync/)]);
  expect(unheard).toEqual([]);
});

/** A random model that the page's worker finds. */
async function place(page: Page, layout: LayoutCase) {
  return { files: await serveLayout(page, makeLayoutCase(layout, 5).graph), context: CONTEXT };
}
