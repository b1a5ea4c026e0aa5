import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partsOfSteps } from '#inference/audit/auditedSteps.ts';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { auditImage } from '#inference/audit/imageAudit.ts';
import { type GeneratedImage, generateImage, type ImageModel } from '#inference/diffusion/imageGeneration.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import { latentBytes, latentOf } from '#inference/diffusion/trace/latentBytes.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';
import { openImageModel } from '#tools/trust/audits/openImageModel.ts';

const FOLDER = new URL('../../../public/models/icons128/', import.meta.url).pathname;
const SETTINGS: ImageSettings = {
  ...{ prompt: 'a glossy cat on a blue background', negativePrompt: '', width: 128, height: 128 },
  ...{ steps: 4, guidance: 1, seed: 7 },
};

let model: ImageModel;
/** With the denoiser's weights in 8 bits. */
let coarse: ImageModel;
let honest: GeneratedImage;

beforeAll(async () => {
  model = await openImageModel(FOLDER, createNodeRuntime());
  coarse = await openImageModel(FOLDER, createNodeRuntime(), 8);
  honest = await generateImage(model, SETTINGS);
});

afterAll(async () => {
  await model.session.dispose();
  await coarse.session.dispose();
});

const draw = (change: Partial<ImageSettings>) => generateImage(model, { ...SETTINGS, ...change });

type Trace = readonly Uint8Array[];
interface Claim {
  readonly png: Uint8Array;
  readonly trace: Trace;
}
const claimOf = ({ result: { png }, trace }: GeneratedImage): Claim => ({ png, trace });

/** What an audit measures that was handed these parts; all by default. */
async function audit({ png, trace }: Claim, indices = [...trace.keys()], settings = SETTINGS) {
  const parts = new Map(indices.map((index) => [index, trace[index]!]));
  return auditImage(model, settings, { png, parts });
}
const distance = async (...given: Parameters<typeof audit>) => distanceOf(await audit(...given));
const withoutParts = async (png: Uint8Array) =>
  distanceOf(await auditImage(model, SETTINGS, { png, parts: undefined }));

const replaced = (trace: Trace, index: number, part: Uint8Array): Trace =>
  trace.map((old, at) => (at === index ? part : old));
const latentAt = (trace: Trace, index: number) => latentOf(trace[index]!, trace[0]!.length / 4)!;
/** Latents on the straight way between two. */
const interpolated = (from: Float32Array, to: Float32Array, count: number): Trace =>
  Array.from({ length: count + 1 }, (_, at) =>
    latentBytes(from.map((x, i) => x + ((to[i]! - x) * at) / count)),
  );
const flat = (bytes: (at: number) => number) =>
  encodePng(
    { width: 128, height: 128, data: Uint8Array.from({ length: 3 * 128 * 128 }, (_, at) => bytes(at)) },
    {},
  );

describe('auditImage of an honest image', () => {
  it('finds nothing, with all parts, with those of one step, and without', async () => {
    for (const indices of [undefined, [0, 2, 3, 4], [0, 1, 4]]) {
      const measure = await audit(claimOf(honest), indices);
      expect(Object.keys(measure.measures).sort()).toEqual(['picture', 'pixel', 'start', 'step']);
      expect(distanceOf(measure)).toBeLessThan(1 / 3);
    }
    const measure = await auditImage(model, SETTINGS, { png: honest.result.png, parts: undefined });
    expect(Object.keys(measure.measures)).toEqual(['whole']);
    expect(distanceOf(measure)).toBeLessThan(1 / 3);
  });

  it('finds nothing in one that starts from a picture', async () => {
    const settings = { ...SETTINGS, init: { png: Uint8Array.from(honest.result.png), strength: 0.5 } };
    const edited = claimOf(await generateImage(model, settings));
    expect(await distance(edited, undefined, settings)).toBeLessThan(1 / 3);
    expect(await distance(edited)).toBeGreaterThan(10);
  });

  it('computes the whole image again where first, last or both latents of any step are missing', async () => {
    for (const indices of [[1, 2, 4], [0, 1, 2], [0, 2, 4], []]) {
      expect((await audit(claimOf(honest), indices)).measures).toHaveProperty('whole');
    }
  });
});

/** Cheats over a whole image: beyond the bounds with one step handed over, whichever, and without parts. */
const CHEATS: readonly (readonly [string, () => Promise<Claim>])[] = [
  ['another seed', async () => claimOf(await draw({ seed: 8 }))],
  ['another prompt', async () => claimOf(await draw({ prompt: 'a flat dog on a red background' }))],
  ['a shortened prompt', async () => claimOf(await draw({ prompt: 'a glossy cat' }))],
  ['an ignored prompt', async () => claimOf(await draw({ prompt: '' }))],
  [
    'a copied picture, interpolated from the right noise',
    async () => {
      const { result, trace } = await draw({ seed: 9 });
      return { png: result.png, trace: interpolated(latentAt(honest.trace, 0), latentAt(trace, 4), 4) };
    },
  ],
  ['a blank picture', async () => ({ png: flat(() => 255), trace: honest.trace })],
  ['random noise', async () => ({ png: flat((at) => (at * 2_654_435_761) >>> 24), trace: honest.trace })],
];

describe('auditImage of a forged image', () => {
  it.each(CHEATS)('finds %s', async (_, forge) => {
    const claim = await forge();
    for (const step of [1, 2, 3, 4]) {
      const parts = [...new Set([0, step - 1, step, 4])];
      expect(await distance(claim, parts), `step ${step}`).toBeGreaterThan(1);
    }
    expect(await withoutParts(claim.png)).toBeGreaterThan(1);
  });

  it('finds weights in 8 bits by whichever steps an audit takes', async () => {
    const claim = claimOf(await generateImage(coarse, SETTINGS));
    for (const left of [2, 3, 4]) {
      const taken = [1, 2, 3, 4].filter((step) => step !== left);
      expect(await distance(claim, partsOfSteps(taken, 4)), `all but ${left}`).toBeGreaterThan(1);
    }
  });

  it('finds a wrong first latent', async () => {
    const other = latentBytes(normals(8, STREAM.initialNoise, 0, latentAt(honest.trace, 0).length));
    const { measures } = await audit({ png: honest.result.png, trace: replaced(honest.trace, 0, other) });
    expect(measures.start!.value).toBeGreaterThan(1e5 * measures.start!.bound);
  });

  it('finds a single changed step exactly when its latents are handed over', async () => {
    const [before, after] = [latentAt(honest.trace, 1), latentAt(honest.trace, 2)];
    const changed = latentBytes(after.map((x, i) => x + 0.05 * (x - before[i]!)));
    const claim = { png: honest.result.png, trace: replaced(honest.trace, 2, changed) };
    const found = [];
    for (const step of [1, 2, 3, 4]) found.push((await distance(claim, [0, step - 1, step, 4])) > 1);
    // The changed latent ends step 2 and begins step 3.
    expect(found).toEqual([false, true, true, false]);
  });

  /** On a straight way half of the steps of a coarser schedule are right: the miner takes these honestly. */
  it('finds half of the steps where there were half as many', async () => {
    const { result, trace } = await draw({ steps: 2 });
    const [start, middle, end] = [0, 1, 2].map((at) => latentAt(trace, at)) as [
      Float32Array<ArrayBuffer>,
      Float32Array<ArrayBuffer>,
      Float32Array<ArrayBuffer>,
    ];
    const between = [...interpolated(start, middle, 2), ...interpolated(middle, end, 2).slice(1)];
    const claim = { png: result.png, trace: between };
    const found = [];
    for (const step of [1, 2, 3, 4]) found.push((await distance(claim, [0, step - 1, step, 4])) > 1);
    // With step 3, step 4 is handed over too.
    expect(found).toEqual([false, true, true, true]);
    expect(await distance(claim)).toBeGreaterThan(1);
    expect(await withoutParts(claim.png)).toBeGreaterThan(1);
  });

  it('finds a changed corner of the picture', async () => {
    const data = Uint8Array.from(honest.pixels, (byte, at) => (at < 24 ? 255 - byte : byte));
    const png = encodePng({ width: 128, height: 128, data }, {});
    expect(await distance({ png, trace: honest.trace })).toBeGreaterThan(1);
  });
});

describe('auditImage of malformed input', () => {
  const part = (floats: number) => latentBytes(new Float32Array(floats));
  it.each<[string, () => Trace]>([
    ['a part of another length', () => replaced(honest.trace, 2, honest.trace[2]!.slice(4))],
    ['an empty part', () => replaced(honest.trace, 2, part(0))],
    [
      'a latent with NaN',
      () => replaced(honest.trace, 2, latentBytes(latentAt(honest.trace, 2).fill(NaN, 5, 6))),
    ],
    [
      'a latent with infinity',
      () => replaced(honest.trace, 0, latentBytes(latentAt(honest.trace, 0).fill(Infinity))),
    ],
    ...[0, 2, 4].map((index): [string, () => Trace] => [
      `a latent ${index} that nothing can go on from`,
      () => replaced(honest.trace, index, latentBytes(latentAt(honest.trace, index).fill(3e38))),
    ]),
    ['a part behind the last step', () => [...honest.trace, honest.trace[4]!]],
  ])('finds %s far beyond the bounds', async (_, forge) => {
    expect(await distance({ png: honest.result.png, trace: forge() })).toBeGreaterThan(1_000);
  });

  it('finds a file that is no PNG of the right size infinitely far', async () => {
    for (const png of [
      new Uint8Array(0),
      honest.result.png.slice(0, -20),
      encodePng({ width: 1, height: 1, data: new Uint8Array(3) }, {}),
    ]) {
      expect(await distance({ png, trace: honest.trace })).toBe(Infinity);
    }
  });

  it('refuses a request that the model does not take', async () => {
    const run = audit(claimOf(honest), undefined, { ...SETTINGS, steps: 51 });
    await expect(run).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('is cancelled', async () => {
    const given = { png: honest.result.png, parts: undefined };
    const run = auditImage(model, SETTINGS, given, { signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
