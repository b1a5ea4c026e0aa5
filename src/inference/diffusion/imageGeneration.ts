import { CpuLatent } from '#inference/diffusion/cpuLatent.ts';
import { GpuLatent } from '#inference/diffusion/gpuLatent.ts';
import { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import { InferenceError, throwIfCancelled } from '#inference/runtime/inferenceError.ts';
import type { ImageSettings } from '#inference/diffusion/imageSettings.ts';
import type { DecodedLatent, Latent } from '#inference/diffusion/latent.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import { latentPreview, previewSteps } from '#inference/diffusion/latentPreview.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/manifest.ts';
import { noiseSchedule, type NoiseStep } from '#inference/diffusion/noiseSchedule.ts';
import { pictureFacts } from '#inference/diffusion/pictureFacts.ts';
import { readPng, toPixels } from '#inference/png/pictureFile.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';
import type { PromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import { StepReports } from '#inference/diffusion/stepReports.ts';
import type { RunOptions } from '#inference/runtime/runOptions.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

export interface GeneratedImage {
  readonly result: Extract<TaskResult, { kind: 'image' }>;
  /** The final latent [c, h, w]: what two GPUs are compared by. */
  readonly latent: Float32Array;
  /** 8-bit RGB, row by row. */
  readonly pixels: Uint8Array;
}

export interface ImageOptions extends RunOptions {
  /** The task's hash, for the file's metadata. */
  readonly taskId?: string | undefined;
  /** The latent stays on the GPU from step to step, where it can: each run is put together while the GPU is at the one before. */
  readonly keepsLatent?: boolean;
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
  const { latent, picture } = await drawLatent(session, tokenize, manifest, settings, options);
  const pixels = toPixels(picture, manifest.decoder.range);
  const png = encodePng(pixels, pictureFacts(manifest.id, settings, options.taskId));
  return { result: { kind: 'image', png }, latent, pixels: pixels.data };
}

/** Noise -> latent [1, c, h, w], step by step, and what the decoder makes of it. */
async function drawLatent(
  session: LatentDiffusionSession,
  tokenize: PromptTokenizer,
  manifest: LatentDiffusionManifest,
  settings: ImageSettings,
  options: ImageOptions,
): Promise<DecodedLatent> {
  const { seed, steps: total } = settings;
  const { initialScale, steps } = noiseSchedule(manifest.scheduler, total, settings.init?.strength);
  const { channels, scale } = manifest.latent;
  const dims = [1, channels, settings.height / scale, settings.width / scale];
  const count = dims.reduce((product, size) => product * size, 1);
  const noise = normals(seed, STREAM.initialNoise, 0, count);
  const given = settings.init && (await encodeGiven(session, manifest, settings, settings.init.png));
  const begun = given ? underNoise(given, noise, steps[0]!.level) : noise.map((x) => x * initialScale);
  const shown = previewSteps(total, settings.previews ?? 0);
  const drawPreview = (data: Float32Array) => latentPreview(session, manifest, { data, dims });
  const reports = new StepReports(total, options.onProgress, drawPreview, manifest.preview === undefined);
  const denoiser = await GuidedDenoiser.create(session, manifest, tokenize, settings);
  let latent: Latent | undefined;
  try {
    latent =
      options.keepsLatent && session.gpu && count % 2 === 0
        ? new GpuLatent(session, session.gpu, begun, dims, denoiser.copies, steps[0]!.inputScale)
        : new CpuLatent(session, begun, dims);
    for (const [index, step] of steps.entries()) {
      throwIfCancelled(options.signal);
      const fresh = () => normals(seed, STREAM.stepNoise, index, count);
      await reports.add(await latent.step(denoiser, step, steps[index + 1], fresh, shown.has(index + 1)));
    }
    throwIfCancelled(options.signal);
    const decoded = await latent.decode();
    await reports.settle();
    return decoded;
  } finally {
    reports.close();
    latent?.dispose();
    denoiser.dispose();
  }
}

/** An app's picture as a latent. */
async function encodeGiven(
  session: LatentDiffusionSession,
  { latent: { scale }, decoder }: LatentDiffusionManifest,
  { width, height }: ImageSettings,
  png: Uint8Array,
): Promise<Float32Array> {
  const { data, dims } = await session.encodeImage(readPng(png, width, height, decoder.range));
  if (dims[2] !== height / scale || dims[3] !== width / scale) {
    throw new InferenceError('BAD_GRAPH', `The image encoder gives ${dims[2]} x ${dims[3]} cells.`);
  }
  return data;
}

const underNoise = (picture: Float32Array, noise: Float32Array, level: NoiseStep['level']) =>
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
