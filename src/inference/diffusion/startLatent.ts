import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import { samplingSchedule } from '#inference/diffusion/scheduler/samplingSchedule.ts';
import type { SchedulerStep } from '#inference/diffusion/scheduler/schedulerStep.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { readPng } from '#inference/png/pictureFile.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';

/** Where a task's latent starts, and the steps that it takes from there. */
export interface StartLatent {
  readonly data: Float32Array<ArrayBuffer>;
  /** [1, c, h, w] */
  readonly dims: readonly number[];
  readonly steps: readonly SchedulerStep[];
}

/**
 * A task's latent before its first step: the seed's noise, or the noised start picture.
 * @throws InferenceError BAD_REQUEST when the start picture cannot be read
 * @example
 * const { data, dims, steps } = await startLatent(model, settings);
 */
export async function startLatent(
  {
    session,
    manifest,
  }: { readonly session: LatentDiffusionSession; readonly manifest: LatentDiffusionManifest },
  settings: ImageSettings,
): Promise<StartLatent> {
  const { initialNoiseSigma, steps } = samplingSchedule(
    manifest.scheduler,
    settings.steps,
    settings.init?.strength,
  );
  const { channels, scale } = manifest.latent;
  const dims = [1, channels, settings.height / scale, settings.width / scale];
  const count = dims.reduce((product, size) => product * size, 1);
  const noise = normals(settings.seed, STREAM.initialNoise, 0, count);
  const start = settings.init && (await encodeStartPicture(session, manifest, settings, settings.init.png));
  const data = start ? addNoise(start, noise, steps[0]!.level) : noise.map((x) => x * initialNoiseSigma);
  return { data, dims, steps };
}

/** The start picture as a latent. */
async function encodeStartPicture(
  session: LatentDiffusionSession,
  { latent: { scale }, decoder }: LatentDiffusionManifest,
  { width, height }: ImageSettings,
  png: Uint8Array,
): Promise<Float32Array> {
  const { data, dims } = await session.encodeImage(await readPng(png, width, height, decoder.range));
  if (dims[2] !== height / scale || dims[3] !== width / scale) {
    throw new InferenceError('BAD_GRAPH', `The image encoder gives ${dims[2]} x ${dims[3]} cells.`);
  }
  return data;
}

const addNoise = (picture: Float32Array, noise: Float32Array<ArrayBuffer>, level: SchedulerStep['level']) =>
  noise.map((x, i) => level.signal * picture[i]! + level.noise * x);
