import { CpuLatent } from '#inference/diffusion/cpuLatent.ts';
import { GpuLatent } from '#inference/diffusion/gpuLatent.ts';
import { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import type { ImageSettings } from '#inference/diffusion/imageSettings.ts';
import type { DecodedLatent, Latent } from '#inference/diffusion/latent.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import { latentPreview, previewSteps } from '#inference/diffusion/latentPreview.ts';
import { pictureFacts } from '#inference/diffusion/pictureFacts.ts';
import { samplingSchedule } from '#inference/diffusion/scheduler/samplingSchedule.ts';
import type { SchedulerStep } from '#inference/diffusion/scheduler/schedulerStep.ts';
import { StepReports } from '#inference/diffusion/stepReports.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { readPng, toPixels } from '#inference/png/pictureFile.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';
import { InferenceError, throwIfCancelled } from '#inference/runtime/inferenceError.ts';
import type { RunOptions } from '#inference/runtime/runOptions.ts';
import type { PromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

export interface GeneratedImage {
  readonly result: Extract<TaskResult, { kind: 'image' }>;
  /** The final latent [c, h, w]: what two GPUs are compared by. */
  readonly latent: Float32Array;
  /** 8-bit RGB, row by row. */
  readonly pixels: Uint8Array;
}

/** A compiled image model. */
export interface ImageModel {
  readonly session: LatentDiffusionSession;
  readonly tokenize: PromptTokenizer;
  readonly manifest: LatentDiffusionManifest;
}

export interface ImageOptions extends RunOptions {
  /** The task's hash, for the file's metadata. */
  readonly taskId?: string | undefined;
  /**
   * Keep the latent on the GPU from step to step where that is possible, so that runs follow each other
   * without a gap.
   */
  readonly keepsLatent?: boolean;
}

/**
 * Generates a picture: prompt → context; seeded noise, or a noised start picture → latent, by the manifest's
 * scheduler with guidance; latent → RGB → PNG. Reports each step, some with a preview if asked for.
 * @throws InferenceError BAD_REQUEST, CANCELLED, NOT_FINITE
 * @example
 * const settings = { prompt: 'red star', seed: 7, width: 128, height: 128, steps: 8, guidance: 3 };
 * const { png } = await generateImage(model, settings, { signal });
 */
export async function generateImage(
  model: ImageModel,
  settings: ImageSettings,
  options: ImageOptions = {},
): Promise<GeneratedImage> {
  const { manifest } = model;
  checkLimits(manifest, settings);
  throwIfCancelled(options.signal);
  const { latent, picture } = await drawLatent(model, settings, options);
  const pixels = toPixels(picture, manifest.decoder.range);
  const png = encodePng(pixels, pictureFacts(manifest.id, settings, options.taskId));
  return { result: { kind: 'image', png }, latent, pixels: pixels.data };
}

/** Denoises a latent [1, c, h, w] step by step and decodes it. */
async function drawLatent(
  { session, tokenize, manifest }: ImageModel,
  settings: ImageSettings,
  options: ImageOptions,
): Promise<DecodedLatent> {
  const { seed, steps: total } = settings;
  const { initialNoiseSigma, steps } = samplingSchedule(manifest.scheduler, total, settings.init?.strength);
  const { channels, scale } = manifest.latent;
  const dims = [1, channels, settings.height / scale, settings.width / scale];
  const count = dims.reduce((product, size) => product * size, 1);
  const noise = normals(seed, STREAM.initialNoise, 0, count);
  const start = settings.init && (await encodeStartPicture(session, manifest, settings, settings.init.png));
  const sample = start ? addNoise(start, noise, steps[0]!.level) : noise.map((x) => x * initialNoiseSigma);
  const shown = previewSteps(total, settings.previews ?? 0);
  const drawPreview = (data: Float32Array) => latentPreview(session, manifest, { data, dims });
  const reports = new StepReports(total, options.onProgress, drawPreview, manifest.preview === undefined);
  const denoiser = await GuidedDenoiser.create(session, manifest, tokenize, settings);
  let latent: Latent | undefined;
  try {
    latent =
      options.keepsLatent && session.gpu && count % 2 === 0
        ? new GpuLatent(session, session.gpu, {
            data: sample,
            dims,
            copies: denoiser.copies,
            inputScale: steps[0]!.inputScale,
          })
        : new CpuLatent(session, sample, dims);
    for (const [index, step] of steps.entries()) {
      throwIfCancelled(options.signal);
      const taken = await latent.step(denoiser, {
        step,
        following: steps[index + 1],
        noise: () => normals(seed, STREAM.stepNoise, index, count),
        wantsX0: shown.has(index + 1),
      });
      await reports.add(taken);
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

const addNoise = (picture: Float32Array, noise: Float32Array, level: SchedulerStep['level']) =>
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
