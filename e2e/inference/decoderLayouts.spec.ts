import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { LAYOUT_CASES, makeLayoutCase } from '../../tools/models/fixtures/decoderLayouts.ts';
import { joinedByReference } from '../../tools/models/fixtures/joinedRun.ts';
import { LlamaReference } from '../../tools/models/llama/llamaReference.ts';
import { openWorker } from '../../tools/moduleWorker.ts';
import { expect, skipWithoutHalf, THOROUGH, test } from './harnessPage.ts';
import { serveLayout } from './layoutFiles.ts';

const SEED = 5;
const PROMPT = Array.from({ length: 37 }, (_, i) => (i * 53 + 7) % 160);
const NEXT = [3, 141, 59];
/** The longest row is not the first. */
const JOINED = { prompts: [PROMPT.slice(0, 5), PROMPT, PROMPT.slice(0, 20)], next: [3, 141, 59, 26] };
/**
 * WebGPU against float64, in float32 and in float16. Adapters with 16-bit shaders sum in 16 bits, which the
 * reference does not: correct runs differ by up to 2.2e-2, wrong attention by more than 4e-2.
 */
const BOUND = { single: 1e-5, half: 3e-2 };

const CASES = [
  ...LAYOUT_CASES.map((layout) => ({ layout, jspi: true })),
  // Browsers whose WebAssembly cannot wait for promises take another build of the runtime.
  { layout: LAYOUT_CASES[0]!, jspi: false },
];

for (const { layout, jspi } of CASES) {
  const where = jspi ? 'on WebGPU' : 'on WebGPU without JSPI';
  const title = `a decoder of layout ${layout.name} matches a plain reference ${where}`;
  test(title, THOROUGH, async ({ page, origin }) => {
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    const worker = await openWorker(
      page,
      `${origin}/e2e/inference/layouts.worker.ts${jspi ? '' : '?withoutJspi'}`,
    );
    const lacksHalf = layout.half && !(await worker.evaluate(() => globalThis.hasHalf));
    skipWithoutHalf(lacksHalf, 'this adapter has no shader-f16');
    const { graph, model } = makeLayoutCase(layout, SEED);
    const files = await serveLayout(page, graph);
    const { alone, joined } = await worker.evaluate((run) => globalThis.runLayout(run), {
      files,
      context: model.sizes.context,
      prompt: PROMPT,
      next: NEXT,
      joined: JOINED,
    });
    const reference = new LlamaReference(model);
    const [last, ...next] = [...PROMPT, ...NEXT]
      .map((token) => reference.step(token))
      .slice(PROMPT.length - 1);
    const bound = layout.half ? BOUND.half : BOUND.single;
    expect(distance(alone, [last!, ...next, ...next, last!])).toBeLessThan(bound);
    expect(
      distance(
        joined,
        joinedByReference(JOINED, () => new LlamaReference(model)),
      ),
    ).toBeLessThan(bound);
    expect(await worker.evaluate(() => globalThis.liveBytes()), 'GPU memory kept').toBe(0);
    const builds = fetched.flatMap((url) => /(jspi|asyncify)\.wasm$/.exec(url)?.[1] ?? []);
    expect(new Set(builds)).toEqual(new Set([jspi ? 'jspi' : 'asyncify']));
  });
}

/** Relative L2 distance of the worst row. */
function distance(rows: readonly number[][], expected: readonly ArrayLike<number>[]): number {
  expect(rows).toHaveLength(expected.length);
  return Math.max(...expected.map((values, at) => relativeL2(rows[at]!, values)));
}
