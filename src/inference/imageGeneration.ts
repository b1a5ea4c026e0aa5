import { encode } from 'fast-png';
import { InferenceError, throwIfCancelled } from '#inference/inferenceError.ts';
import type { Floats, LatentDiffusionSession } from '#inference/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest.ts';
import { noiseSchedule } from '#inference/noiseSchedule.ts';
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

/**
 * Draws a picture: prompt -> context, counter noise -> latent by the manifest's scheduler with
 * classifier-free guidance, latent -> RGB -> PNG. Reports each denoising step.
 * @throws InferenceError BAD_REQUEST, CANCELLED, NOT_FINITE
 */
export async function generateImage(
  session: LatentDiffusionSession,
  tokenize: PromptTokenizer,
  manifest: LatentDiffusionManifest,
  settings: ImageSettings,
  options: RunOptions = {},
): Promise<GeneratedImage> {
  checkLimits(manifest, settings);
  throwIfCancelled(options.signal);
  const prompt = await session.encodeText(tokenize(settings.prompt));
  const guided = settings.guidance !== 1;
  const contrast = guided ? await session.encodeText(tokenize(settings.negativePrompt)) : prompt;

  const { channels, scale } = manifest.latent;
  const dims = [1, channels, settings.height / scale, settings.width / scale];
  const schedule = noiseSchedule(manifest.scheduler, settings.steps);
  const count = dims.reduce((product, size) => product * size, 1);
  const latent = normals(settings.seed, STREAM.initialNoise, 0, count).map((x) => x * schedule.initialScale);
  for (const [index, { timestep, inputScale, delta }] of schedule.steps.entries()) {
    throwIfCancelled(options.signal);
    const sample = { data: latent.map((x) => x * inputScale), dims };
    const [without, withPrompt] = await denoiseBoth(
      session,
      manifest,
      sample,
      timestep,
      contrast,
      prompt,
      guided,
    );
    for (let i = 0; i < count; i++) {
      latent[i]! += delta * (without[i]! + settings.guidance * (withPrompt[i]! - without[i]!));
    }
    options.onProgress?.({ kind: 'step', done: index + 1, total: settings.steps });
  }
  throwIfCancelled(options.signal);
  const { scalingFactor } = manifest.latent;
  const picture = await session.decode({ data: latent.map((x) => x / scalingFactor), dims });
  const pixels = interleave(picture, manifest.decoder.range);
  const { width, height } = settings;
  const png = new Uint8Array(encode({ width, height, data: pixels, depth: 8, channels: 3 }));
  return { result: { kind: 'image', png }, latent, pixels };
}

/** Network outputs for the negative and the asked prompt; one and the same without guidance. */
async function denoiseBoth(
  session: LatentDiffusionSession,
  manifest: LatentDiffusionManifest,
  sample: Floats,
  timestep: number,
  contrast: Floats,
  prompt: Floats,
  guided: boolean,
): Promise<[Float32Array, Float32Array]> {
  if (manifest.denoiser.batch === 2) {
    const { data } = await session.denoise(stack(sample, sample), timestep, stack(contrast, prompt));
    return [data.subarray(0, data.length / 2), data.subarray(data.length / 2)];
  }
  const withPrompt = await session.denoise(sample, timestep, prompt);
  const without = guided ? await session.denoise(sample, timestep, contrast) : withPrompt;
  return [without.data, withPrompt.data];
}

function stack(first: Floats, second: Floats): Floats {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { data, dims: [2, ...first.dims.slice(1)] };
}

/** Planes of a [1, 3, h, w] picture -> RGB bytes. */
function interleave({ data, dims }: Floats, [black, white]: readonly [number, number]): Uint8Array {
  if (dims[1] !== 3) throw new InferenceError('BAD_GRAPH', `The decoder gives ${dims[1]} planes, not 3.`);
  const plane = data.length / 3;
  return Uint8Array.from(
    new Uint8ClampedArray(data.length).map((_, at) => {
      return (255 * (data[(at % 3) * plane + Math.floor(at / 3)]! - black)) / (white - black);
    }),
  );
}

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
