import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import { loadModel } from '#inference/loadModel.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import { encodeTaskRequest, type ImageRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';
import type { RandomDiffusionOptions } from '#tools/models/fixtures/buildRandomDiffusion.ts';
import {
  type CountedDiffusion,
  draw,
  openCountedDiffusion,
  SETTINGS,
} from '#tools/models/fixtures/countedDiffusion.ts';
import { SIZES } from '#tools/models/fixtures/randomDiffusion.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';

const ROOT = mkdtempSync(join(tmpdir(), 'random-diffusion-'));
const SALT = `0x${'0'.repeat(32)}`;
const trained = { trainSteps: 1_000, betaStart: 0.00085, betaEnd: 0.012 };

const build = (options: Partial<RandomDiffusionOptions> & { id: string }) =>
  openCountedDiffusion(ROOT, options);

let plain: CountedDiffusion;

beforeAll(async () => {
  plain = await build({ id: 'plain' });
});

afterAll(() => rmSync(ROOT, { recursive: true }));

/** Computes the same latent independently: runs the bare graphs, with DDIM as its paper writes it. */
async function drawByHand(folder: string, settings: ImageSettings, ids: readonly (readonly number[])[]) {
  const open = (path: string) => InferenceSession.create(join(folder, path));
  const [textEncoder, denoiser] = [await open('text_encoder/model.onnx'), await open('unet/model.onnx')];
  const contexts: Tensor[] = [];
  for (const one of ids) {
    const input_ids = new Tensor('int64', BigInt64Array.from(one, BigInt), [1, one.length]);
    contexts.push((await textEncoder.run({ input_ids })).last_hidden_state!);
  }
  const alphas: number[] = [];
  for (let t = 0, product = 1; t < 1_000; t++) {
    const root = Math.sqrt(0.00085) + (t / 999) * (Math.sqrt(0.012) - Math.sqrt(0.00085));
    product *= 1 - root * root;
    alphas.push(product);
  }
  const dims = [1, SIZES.latent, settings.height / 8, settings.width / 8];
  let x = normals(
    settings.seed,
    STREAM.initialNoise,
    0,
    dims.reduce((a, b) => a * b, 1),
  );
  const skip = Math.floor(1_000 / settings.steps);
  for (let step = settings.steps - 1; step >= 0; step--) {
    const t = step * skip + 1;
    const [from, to] = [alphas[t]!, t - skip >= 0 ? alphas[t - skip]! : 1];
    const noises: Float32Array[] = [];
    for (const encoder_hidden_states of contexts) {
      const feeds = {
        sample: new Tensor('float32', x, dims),
        timestep: new Tensor('int64', BigInt64Array.of(BigInt(t)), [1]),
        encoder_hidden_states,
      };
      noises.push((await denoiser.run(feeds)).out_sample!.data as Float32Array);
    }
    x = x.map((value, i) => {
      const [contrast, asked] = [noises[0]![i]!, noises[1]![i]!];
      const noise = contrast + settings.guidance * (asked - contrast);
      const picture = (value - Math.sqrt(1 - from) * noise) / Math.sqrt(from);
      return Math.sqrt(to) * picture + Math.sqrt(1 - to) * noise;
    });
  }
  return x;
}

describe('generateImage', () => {
  it('matches a hand-written DDIM loop with guidance and a negative prompt', async () => {
    const { tokenize } = plain;
    const ids = [tokenize(SETTINGS.negativePrompt), tokenize(SETTINGS.prompt)];
    const { latent } = await draw(plain);
    expect(relativeL2(latent, await drawByHand(join(ROOT, 'plain'), SETTINGS, ids))).toBeLessThan(1e-6);
  });

  it('tokenizes prompts as CLIP does: start, pieces, end, padding', () => {
    const ids = plain.tokenize('A RED cat');
    const [start, end] = [56, 57];
    expect(ids).toEqual([start, 26, 53, 55, end, ...new Array<number>(SIZES.tokens - 5).fill(0)]);
    expect(plain.tokenize('x'.repeat(100)).at(-1)).toBe(end);
  });

  it('encodes prompts in one run and runs the denoiser once a step where the graph batches', async () => {
    Object.assign(plain.runs, { textEncoder: 0, denoiser: 0, decoder: 0 });
    await draw(plain, { guidance: 1 });
    expect(plain.runs).toMatchObject({ textEncoder: 1, denoiser: 3, decoder: 1 });
    await draw(plain);
    expect(plain.runs).toMatchObject({ textEncoder: 2, denoiser: 6, decoder: 2 });
    const apart = { ...plain.manifest, denoiser: { ...plain.manifest.denoiser, batch: 1 as const } };
    const { latent } = await draw({ ...plain, manifest: apart });
    expect(plain.runs).toMatchObject({ textEncoder: 4, denoiser: 12 });
    expect(relativeL2(latent, (await draw(plain)).latent)).toBeLessThan(1e-6);
  });

  it('draws other sizes, and another picture for another seed, prompt or guidance', async () => {
    const { pixels, latent } = await draw(plain, { width: 96, height: 32 });
    expect([pixels.length, latent.length]).toEqual([3 * 96 * 32, SIZES.latent * 12 * 4]);
    const base = (await draw(plain)).latent;
    for (const change of [{ seed: 6 }, { prompt: 'cat' }, { negativePrompt: 'red' }, { guidance: 3 }]) {
      expect(relativeL2((await draw(plain, change)).latent, base)).toBeGreaterThan(1e-3);
    }
    expect((await draw(plain)).latent).toEqual(base);
  });

  it('writes the task into the file’s metadata, without the prompt', async () => {
    const model = await loadModel(plain.manifest, folderReader(join(ROOT, 'plain')), createNodeRuntime());
    const request: ImageRequest = {
      kind: 'image',
      model: 'plain',
      ...SETTINGS,
      manifest: `0x${'0'.repeat(64)}`,
      salt: SALT,
    };
    const { result } = await model.run(request);
    if (result.kind !== 'image') throw new TypeError('not an image');
    expect(decode(result.png).text).toEqual({
      Software: 'Cuckoo browser network',
      ...{ Model: 'plain', Size: '64x64', Seed: '5', Steps: '3', Guidance: '4' },
      Task: taskIdOf(encodeTaskRequest(request)),
    });
    expect((await model.run(request)).result).toEqual(result);
    await model.dispose();
  });
});

describe('previews', () => {
  async function previews(drawn: CountedDiffusion, change: Partial<ImageSettings>) {
    const news: TaskProgress[] = [];
    await generateImage(drawn, { ...SETTINGS, ...change }, { onProgress: (one) => news.push(one) });
    return news.flatMap((one) =>
      one.kind === 'step' && one.preview ? [{ step: one.done, png: one.preview }] : [],
    );
  }

  it('are evenly spaced, decoded and within the size limit', async () => {
    const shown = await previews(plain, { steps: 8, previews: 3, width: 128, height: 96 });
    expect(shown.map(({ step }) => step)).toEqual([2, 4, 6]);
    const { width, height } = decode(shown[0]!.png);
    expect([width, height]).toEqual([128, 96]);
    expect(shown.every(({ png }) => png.length <= TASK_LIMIT.previewBytes)).toBe(true);
    expect(await previews(plain, { steps: 1, previews: 8 })).toEqual([]);
    expect(await previews(plain, {})).toEqual([]);
  });

  it('come from the manifest’s linear map without a decoder run', async () => {
    const patch = 2;
    const row = (value: number) => new Array<number>(3 * patch * patch).fill(value);
    const preview = { patch, factors: [...[0, 0, 0, 0].map(row), row(0.5)] };
    plain.runs.decoder = 0;
    const shown = await previews({ ...plain, manifest: { ...plain.manifest, preview } }, { previews: 8 });
    expect(shown.map(({ step }) => step)).toEqual([1, 2]);
    expect(plain.runs.decoder).toBe(1);
    const { width, data } = decode(shown[0]!.png);
    expect(width).toBe(16);
    expect(new Set(data)).toEqual(new Set([128]));
  });
});

describe('a start picture', () => {
  const pngOf = (data: Uint8Array) => Uint8Array.from(encode({ width: 64, height: 64, channels: 3, data }));
  const picture = pngOf(Uint8Array.from({ length: 12_288 }, (_, i) => (i * 7) % 256));

  it('is encoded once and shows through more at lower strength', async () => {
    plain.runs.imageEncoder = 0;
    const nearer = await draw(plain, { init: { png: picture, strength: 0.1 } });
    expect(plain.runs.imageEncoder).toBe(1);
    const farther = await draw(plain, { init: { png: picture, strength: 0.9 } });
    const other = pngOf(new Uint8Array(12_288));
    const distance = async (strength: number, from: Float32Array) =>
      relativeL2((await draw(plain, { init: { png: other, strength } })).latent, from);
    expect(await distance(0.1, nearer.latent)).toBeGreaterThan(await distance(0.9, farther.latent));
    expect((await draw(plain, { init: { png: picture, strength: 0.1 } })).latent).toEqual(nearer.latent);
  });

  it('at low strength still takes every paid step, and the file records the strength', async () => {
    const model = await loadModel(plain.manifest, folderReader(join(ROOT, 'plain')), createNodeRuntime());
    const init = { png: picture, strength: 0.05 };
    const request: ImageRequest = {
      kind: 'image',
      model: 'plain',
      ...SETTINGS,
      init,
      manifest: `0x${'0'.repeat(64)}`,
      salt: SALT,
    };
    const news: TaskProgress[] = [];
    const { result } = await model.run(request, { onProgress: (one) => news.push(one) });
    expect(news).toEqual([1, 2, 3].map((done) => ({ kind: 'step', done, total: unitsOf(request, result) })));
    expect(result.kind === 'image' && decode(result.png).text).toMatchObject({
      Strength: '0.05',
      Steps: '3',
    });
    await model.dispose();
  });

  it.each([
    ['its size differs', { width: 32, init: { png: picture, strength: 0.5 } }],
    ['it is not a PNG', { init: { png: new Uint8Array(100), strength: 0.5 } }],
    ['it is damaged', { init: { png: picture.slice(0, 200), strength: 0.5 } }],
  ])('is refused if %s', async (_, change) => {
    await expect(draw(plain, change)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('published graph layouts', () => {
  it.each<Partial<RandomDiffusionOptions> & { id: string }>([
    { id: 'outside', externalData: true },
    { id: 'float-time', timestep: 'float32' },
    { id: 'fixed', fixed: true },
  ])('$id: matches the plain layout', async (options) => {
    const drawn = await build(options);
    expect(relativeL2((await draw(drawn)).latent, (await draw(plain)).latent)).toBeLessThan(1e-6);
    await drawn.session.dispose();
  });

  it('fixed: refuses other sizes and runs once a step without guidance', async () => {
    const drawn = await build({ id: 'fixed-again', fixed: true });
    drawn.runs.denoiser = 0;
    const { latent } = await draw(drawn, { guidance: 1 });
    expect(drawn.runs.denoiser).toBe(3);
    expect(relativeL2(latent, (await draw(plain, { guidance: 1 })).latent)).toBeLessThan(1e-6);
    await expect(draw(drawn, { width: 96 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await drawn.session.dispose();
  });

  it('float16 with external data: is close to the plain layout', async () => {
    const drawn = await build({ id: 'half', float: 'float16', externalData: true });
    expect(relativeL2((await draw(drawn)).latent, (await draw(plain)).latent)).toBeLessThan(2e-2);
    await drawn.session.dispose();
  });

  it('guidance input: runs once a step and follows the guidance', async () => {
    const drawn = await build({
      id: 'told',
      guidance: true,
      manifest: { scheduler: { kind: 'lcm', ...trained } },
    });
    Object.assign(drawn.runs, { textEncoder: 0, denoiser: 0 });
    const first = await draw(drawn, { guidance: 8 });
    expect(drawn.runs).toMatchObject({ textEncoder: 1, denoiser: 3 });
    expect(relativeL2((await draw(drawn, { guidance: 7 })).latent, first.latent)).toBeGreaterThan(1e-3);
    // LCM adds noise at each step; the same seed gives the same noise.
    expect((await draw(drawn, { guidance: 8 })).latent).toEqual(first.latent);
    await drawn.session.dispose();
  });

  it.each([
    { kind: 'discrete-euler', ...trained, prediction: 'v' },
    { kind: 'flow-matching-euler', velocity: 'to-noise', shift: 3 },
  ])('$kind gives finite numbers', async (scheduler) => {
    const drawn = await build({ id: scheduler.kind, manifest: { scheduler } });
    expect((await draw(drawn)).latent.every(Number.isFinite)).toBe(true);
    await drawn.session.dispose();
  });
});
