import { GuidedDenoiser } from '#inference/guidedDenoiser.ts';
import { InferenceError, throwIfCancelled } from '#inference/inferenceError.ts';
import type { Floats, LatentDiffusionSession } from '#inference/latentDiffusionSession.ts';
import { decodedPreview, linearPreview, previewSteps } from '#inference/latentPreview.ts';
import type { LatentDiffusionManifest } from '#inference/manifest.ts';
import { noiseSchedule, type NoiseStep } from '#inference/noiseSchedule.ts';
import { pictureFacts } from '#inference/pictureFacts.ts';
import { readPng, toPixels } from '#inference/pictureFile.ts';
import { encodePng } from '#inference/pngEncoder.ts';
import type { PromptTokenizer } from '#inference/promptTokenizer.ts';
import type { RunOptions } from '#inference/textGeneration.ts';
import { normals, STREAM } from '#protocol/counterRandom.ts';
import type { ImageRequest, TaskResult } from '#protocol/task.ts';

export interface GeneratedImage {
  readonly result: Extract<TaskResult, { kind: 'image' }>;
  /** The final latent [c, h, w]: what two GPUs are compared by. */
  readonly latent: Float32Array;
  /** 8-bit RGB, row by row. */
  readonly pixels: Uint8Array;
}

/** What decides the picture; an `ImageRequest` is one. */
export type ImageSettings = Omit<ImageRequest, 'kind' | 'model' | 'salt'>;

export interface ImageOptions extends RunOptions {
  /** The task's hash, for the file's metadata. */
  readonly taskId?: string | undefined;
}

/**
 * Draws a picture: prompt -> context, counter noise (or a given picture under it) -> latent by the manifest's
 * scheduler with guidance, latent -> RGB -> PNG. Reports each denoising step, some with a preview if asked.
 * @throws InferenceError BAD_REQUEST, CANCELLED, NOT_FINITE
 */
export async function generateImage(
  session: LatentDiffusionSession,
  tokenize: PromptTokenizer,
  manifest: LatentDiffusionManifest,
  settings: ImageSettings,
  options: ImageOptions = {},
): Promise<GeneratedImage> {
  checkLimits(manifest, settings);
  throwIfCancelled(options.signal);
  const { scalingFactor, shiftFactor } = manifest.latent;
  const forDecoder = ({ data, dims }: Floats): Floats => ({
    data: data.map((x) => x / scalingFactor + shiftFactor),
    dims,
  });
  const latent = await drawLatent(session, tokenize, manifest, settings, options, forDecoder);
  throwIfCancelled(options.signal);
  const pixels = toPixels(await session.decode(forDecoder(latent)), manifest.decoder.range);
  const png = encodePng(pixels, pictureFacts(manifest.id, settings, options.taskId));
  return { result: { kind: 'image', png }, latent: latent.data, pixels: pixels.data };
}

/** Noise -> latent [1, c, h, w], step by step. */
async function drawLatent(
  session: LatentDiffusionSession,
  tokenize: PromptTokenizer,
  manifest: LatentDiffusionManifest,
  settings: ImageSettings,
  options: ImageOptions,
  forDecoder: (latent: Floats) => Floats,
): Promise<Floats> {
  const { seed, steps: total } = settings;
  const { initialScale, steps } = noiseSchedule(manifest.scheduler, total, settings.init?.strength);
  const { channels, scale } = manifest.latent;
  const dims = [1, channels, settings.height / scale, settings.width / scale];
  const count = dims.reduce((product, size) => product * size, 1);
  const noise = normals(seed, STREAM.initialNoise, 0, count);
  const given = settings.init && (await encodeGiven(session, manifest, settings, settings.init.png));
  const latent = given
    ? underNoise(given, noise, steps[0]!.level)
    : noise.map((x) => x * initialScale);
  const { preview: linear } = manifest;
  const shown = previewSteps(total, settings.previews ?? 0);
  const denoiser = await GuidedDenoiser.create(session, manifest, tokenize, settings);
  // A preview that takes no GPU is drawn while that is at the next step; there always is one.
  let meanwhile: (() => void) | undefined;
  try {
    for (const [index, { timestep, inputScale, next, picture: foretelling }] of steps.entries()) {
      throwIfCancelled(options.signal);
      const denoising = denoiser.denoise({ data: latent.map((x) => x * inputScale), dims }, timestep);
      const output = await whileRunning(denoising, meanwhile);
      meanwhile = undefined;
      const done = index + 1;
      const foretold = shown.has(done)
        ? latent.map((x, i) => foretelling.sample * x + foretelling.output * output[i]!)
        : undefined;
      const fresh = next.noise === 0 ? undefined : normals(seed, STREAM.stepNoise, index, count);
      for (let i = 0; i < count; i++) {
        latent[i] = next.sample * latent[i]! + next.output * output[i]! + (fresh ? next.noise * fresh[i]! : 0);
      }
      const report = (preview?: Uint8Array<ArrayBuffer>) =>
        options.onProgress?.({ kind: 'step', done, total, ...(preview && { preview }) });
      const picture = foretold && { data: foretold, dims };
      if (!picture) report();
      else if (linear) meanwhile = () => report(linearPreview(linear, picture));
      else report(await decodedPreview(session, manifest, forDecoder(picture)));
    }
  } finally {
    denoiser.dispose();
  }
  return { data: latent, dims };
}

/** Waits for a run, and does something else once the GPU has it. @throws what either throws, when both have ended */
async function whileRunning<T>(run: Promise<T>, work: (() => void) | undefined): Promise<T> {
  // The runtime puts a run together in promises, all of which come before a timer.
  const working = work && new Promise((resolve) => setTimeout(resolve)).then(work);
  const [ran, worked] = await Promise.allSettled([run, working]);
  if (ran.status === 'rejected') throw ran.reason;
  if (worked.status === 'rejected') throw worked.reason;
  return ran.value;
}

/** An app's picture as a latent of the denoiser's scale. */
async function encodeGiven(
  session: LatentDiffusionSession,
  { latent: { scalingFactor, shiftFactor, scale }, decoder }: LatentDiffusionManifest,
  { width, height }: ImageSettings,
  png: Uint8Array,
): Promise<Float32Array> {
  const { data, dims } = await session.encodeImage(readPng(png, width, height, decoder.range));
  if (dims[2] !== height / scale || dims[3] !== width / scale) {
    throw new InferenceError('BAD_GRAPH', `The image encoder gives ${dims[2]} x ${dims[3]} cells.`);
  }
  return data.map((x) => (x - shiftFactor) * scalingFactor);
}

const underNoise = (picture: Float32Array, noise: Float32Array, level: NoiseStep['level']): Float32Array =>
  picture.map((x, i) => level.signal * x + level.noise * noise[i]!);

function checkLimits({ limits, latent }: LatentDiffusionManifest, settings: ImageSettings): void {
  const { minSide, maxSide, maxSteps, maxGuidance } = limits;
  for (const side of [settings.width, settings.height]) {
    if (side < minSide || side > maxSide || side % latent.scale !== 0) {
      throw new InferenceError(
        'BAD_REQUEST',
        `This model draws ${minSide} to ${maxSide} pixels a side in steps of ${latent.scale}, not ${side}.`,
      );
    }
  }
  if (settings.steps < 1 || settings.steps > maxSteps) {
    throw new InferenceError(
      'BAD_REQUEST',
      `This model takes 1 to ${maxSteps} steps, not ${settings.steps}.`,
    );
  }
  if (settings.guidance < 0 || settings.guidance > maxGuidance) {
    throw new InferenceError(
      'BAD_REQUEST',
      `This model takes guidance up to ${maxGuidance}, not ${settings.guidance}.`,
    );
  }
}
