import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageModel } from '#inference/diffusion/imageGeneration.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import { buildRandomDiffusion } from '#tools/models/fixtures/buildRandomDiffusion.ts';
import { MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';
import { BACK_ENDS, type BackEnd, RUNTIMES } from '#tools/trust/audits/backEnds.ts';
import { iconPrompt, pick } from '#tools/trust/audits/iconPrompt.ts';
import { openImageModel } from '#tools/trust/audits/openImageModel.ts';

/** An image model on both back ends, and what its users ask of it. */
export interface ImageArm {
  readonly name: string;
  readonly models: Readonly<Record<BackEnd, ImageModel>>;
  /** The model with weights of 8 and 4 bits, on the native back end; none where its own are coarser. */
  readonly coarse: Readonly<Record<string, ImageModel>>;
  settingsOf(index: number): ImageSettings;
  /** A prompt that has nothing to do with this one, and a part of this one. */
  readonly prompts: { readonly other: string; shorten(prompt: string): string };
}

const WORDS = ['red', 'cat', 'grey', 'dog', 'a', 'of'];

async function onBoth(folder: string): Promise<Record<BackEnd, ImageModel>> {
  const models: Partial<Record<BackEnd, ImageModel>> = {};
  for (const backEnd of BACK_ENDS) models[backEnd] = await openImageModel(folder, RUNTIMES[backEnd]);
  return models as Record<BackEnd, ImageModel>;
}

/** The shipped image model. It is distilled: few steps, no guidance. */
async function openIcons(steps: number): Promise<ImageArm> {
  const folder = join(MODELS_FOLDER, 'icons128');
  return {
    name: `icons128, ${steps} steps`,
    models: await onBoth(folder),
    coarse: {
      'weights in 8 bits': await openImageModel(folder, RUNTIMES.native, 8),
      'weights in 4 bits': await openImageModel(folder, RUNTIMES.native, 4),
    },
    settingsOf: (index) => ({
      prompt: iconPrompt(index),
      ...{ negativePrompt: '', width: 128, height: 128, steps, guidance: 1, seed: 1_000 + index },
    }),
    prompts: {
      other: 'a flat umbrella next to a glossy apple on a black background',
      shorten: (prompt) => prompt.split(' on ')[0]!,
    },
  };
}

/** A small Stable Diffusion with random weights, guided: it draws nothing, but computes like a real one. */
async function openRandom(root: string, float: 'float32' | 'float16'): Promise<ImageArm> {
  const folder = join(root, float);
  const features = float === 'float16' ? ['shader-f16'] : [];
  await buildRandomDiffusion(folder, {
    ...{ id: `random-${float}`, seed: 11, float, timestep: 'int64', guidance: false, externalData: false },
    manifest: { gpu: { features } },
  });
  return {
    name: `random diffusion in ${float}, guidance 5, 8 steps`,
    models: await onBoth(folder),
    coarse: {},
    settingsOf: (index) => ({
      prompt: [0, 1, 2, 3].map((at) => pick(WORDS, index * (at + 3) + at)).join(' '),
      ...{ negativePrompt: '', width: 64, height: 64, steps: 8, guidance: 5, seed: 2_000 + index },
    }),
    prompts: { other: 'dog dog of grey', shorten: (prompt) => prompt.split(' ').slice(0, 2).join(' ') },
  };
}

/** Opens all image models; the random ones are built for it. */
export async function openImageArms(): Promise<ImageArm[]> {
  const root = await mkdtemp(join(tmpdir(), 'trust-table-'));
  try {
    return [
      await openIcons(4),
      await openIcons(20),
      await openRandom(root, 'float32'),
      await openRandom(root, 'float16'),
    ];
  } finally {
    await rm(root, { recursive: true });
  }
}
