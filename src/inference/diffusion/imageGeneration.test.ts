import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { admissionRun } from '#inference/conformance/admission.ts';
import { judgeAdmission } from '#inference/conformance/admissionVerdict.ts';
import type { ImageReference, References } from '#inference/conformance/referenceTask.ts';
import type { LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';

const FOLDER = new URL('../../../public/models/icons128/', import.meta.url);
const readFile = async (path: string) => new Uint8Array(readFileSync(new URL(path, FOLDER)));

const REQUEST: ImageRequest = {
  kind: 'image',
  model: 'icons128',
  prompt: 'a glossy cat on a blue background',
  negativePrompt: '',
  width: 128,
  height: 128,
  steps: 6,
  guidance: 1,
  seed: 7,
  manifest: `0x${'0'.repeat(64)}`,
  salt: `0x${'0'.repeat(32)}`,
};

let model: LoadedModel;

beforeAll(async () => {
  const manifest = parseManifest(JSON.parse(readFileSync(new URL('manifest.json', FOLDER), 'utf8')));
  model = await loadModel(manifest, readFile, createNodeRuntime());
});

const furthestOf = async (checked: LoadedModel) =>
  judgeAdmission('Icons', await admissionRun(checked), 1e-3).furthest;

/** The model with an altered conformance file, of its first input alone: older files hold no list. */
async function withReference(change: (reference: ImageReference) => object): Promise<LoadedModel> {
  const { file } = model.manifest.conformance;
  const changed = async (path: string) => {
    const bytes = await readFile(path);
    if (path !== file) return bytes;
    const [reference] = JSON.parse(new TextDecoder().decode(bytes)) as References<ImageReference>;
    return new TextEncoder().encode(JSON.stringify({ ...reference, ...change(reference) }));
  };
  return loadModel(model.manifest, changed, createNodeRuntime());
}

async function draw(change: Partial<ImageRequest> = {}) {
  const { result } = await model.run({ ...REQUEST, ...change });
  if (result.kind !== 'image') throw new TypeError('not an image');
  return decode(result.png);
}

describe('icons128', () => {
  it('passes its test inputs, the same one the same way twice', async () => {
    const run = await admissionRun(model);
    expect(run.inputs).toHaveLength(8);
    expect(judgeAdmission('Icons', run, 1e-5).refusal).toBeUndefined();
    expect(run.repeat).toBe(0);
  });

  it('fails its test inputs if the encoded test card differs or is missing', async () => {
    for (const change of [
      ({ encoded }: ImageReference) => ({
        encoded: encoded!.map((value, at) => (at % 47 === 3 ? -value : value)),
      }),
      () => ({ encoded: undefined }),
    ]) {
      const other = await withReference(change);
      expect(await furthestOf(other)).toBeGreaterThan(1e-2);
      await other.dispose();
    }
  });

  it('passes its test inputs with pixels off by 1, and fails it with larger errors', async () => {
    for (const [change, least, most] of [
      [(value: number) => value + (value < 255 ? 1 : -1), 0, 1e-5],
      [(value: number, at: number) => (at % 97 === 0 ? 255 - value : value), 0.05, 1],
    ] as const) {
      const other = await withReference(({ pixels }) => ({ pixels: pixels.map(change) }));
      const furthest = await furthestOf(other);
      expect(furthest).toBeGreaterThanOrEqual(least);
      expect(furthest).toBeLessThan(most);
      await other.dispose();
    }
  });

  it('draws the background colour that the prompt names', async () => {
    for (const [colour, channel] of [
      ['red', 0],
      ['green', 1],
      ['blue', 2],
    ] as const) {
      const { data } = await draw({ prompt: `flat pizza on a ${colour} background` });
      const corner = [data[0]!, data[1]!, data[2]!];
      expect(corner.indexOf(Math.max(...corner))).toBe(channel);
    }
  });

  it('draws the same picture for the same seed, and another for another seed', async () => {
    const first = await draw();
    expect((await draw()).data).toEqual(first.data);
    expect((await draw({ seed: 8 })).data).not.toEqual(first.data);
  });

  it('reports each step and stops at the next one when cancelled', async () => {
    const controller = new AbortController();
    const progress: TaskProgress[] = [];
    const run = model.run(REQUEST, {
      signal: controller.signal,
      onProgress: (news) => {
        progress.push(news);
        if (progress.length === 2) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(progress).toEqual([
      { kind: 'step', done: 1, total: 6 },
      { kind: 'step', done: 2, total: 6 },
    ]);
  });

  describe('image-to-image', () => {
    const START = { prompt: 'a glossy cat on a blue background', steps: 4, seed: 3 };
    const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a, (level, i) => (level - b[i]!) ** 2).reduce((sum, square) => sum + square, 0) / a.length;

    async function edit(prompt: string, strength: number, seed: number) {
      const { result } = await model.run({ ...REQUEST, ...START });
      if (result.kind !== 'image') throw new TypeError('not an image');
      const edited = await draw({
        prompt,
        steps: 4,
        seed,
        init: { png: Uint8Array.from(result.png), strength },
      });
      return { given: decode(result.png).data, edited: edited.data };
    }

    it.each([1, 2, 3, 4])('keeps the start picture’s background with seed %i', async (seed) => {
      const { given, edited } = await edit('a pizza', 0.5, seed);
      const corner = 3 * 128 * 4;
      expect(apart(edited.slice(0, corner), given.slice(0, corner))).toBeLessThan(25 ** 2);
      expect(apart(edited, given)).toBeGreaterThan(30 ** 2);
    });

    it('replaces the background when the prompt names one', async () => {
      const { edited } = await edit('a pizza on a red background', 0.5, 1);
      expect(edited[0]).toBeGreaterThan(2 * edited[2]!);
    });

    it('keeps the start picture at low strength', async () => {
      const { given, edited } = await edit('a pizza', 0.15, 1);
      expect(apart(edited, given)).toBeLessThan(20 ** 2);
    });
  });

  it.each([
    ['a size it cannot draw', { width: 64 }],
    ['more steps than its limit', { steps: 51 }],
    ['more guidance than its limit', { guidance: 1.5 }],
  ])('refuses %s', async (_, change) => {
    await expect(draw(change)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('accepts unknown words and names of Object.prototype', async () => {
    expect((await draw({ prompt: 'constructor __proto__ 猫 zzz', steps: 1 })).width).toBe(128);
  });

  it('refuses a text request', async () => {
    const text = {
      kind: 'text',
      model: 'icons128',
      messages: [{ role: 'user', content: 'x' }],
      maxTokens: 1,
    } as const;
    const run = model.run({
      ...text,
      temperature: 0,
      topP: 1,
      stop: [],
      seed: 1,
      manifest: `0x${'0'.repeat(64)}`,
      salt: REQUEST.salt,
      messages: [...text.messages],
    });
    await expect(run).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
