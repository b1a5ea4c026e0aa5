import { CpuLatent } from '#inference/diffusion/cpuLatent.ts';
import { GpuLatent } from '#inference/diffusion/gpuLatent.ts';
import { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import type { DecodedLatent, Latent } from '#inference/diffusion/latent.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import { latentPreview, previewSteps } from '#inference/diffusion/latentPreview.ts';
import { checkLimits } from '#inference/diffusion/settings/imageLimits.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import { pictureFacts } from '#inference/diffusion/settings/pictureFacts.ts';
import { startLatent } from '#inference/diffusion/startLatent.ts';
import { StepReports } from '#inference/diffusion/stepReports.ts';
import { canRecord } from '#inference/diffusion/trace/latentRecorder.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { toPixels } from '#inference/png/pictureFile.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';
import { throwIfCancelled } from '#inference/runtime/inferenceError.ts';
import type { RunOptions } from '#inference/runtime/runOptions.ts';
import type { PromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

export interface GeneratedImage {
  readonly result: Extract<TaskResult, { kind: 'image' }>;
  /** The final latent [c, h, w]: what two GPUs are compared by. */
  readonly latent: Float32Array;
  /** The latent before the first step and after each: see `workTraceSchema`. */
  readonly trace: readonly Uint8Array<ArrayBuffer>[];
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
  const { latent, trace, picture } = await drawLatent(model, settings, options);
  const pixels = toPixels(picture, manifest.decoder.range);
  const png = encodePng(pixels, pictureFacts(manifest.id, settings, options.taskId));
  return { result: { kind: 'image', png }, latent, trace, pixels: pixels.data };
}

/** Denoises a latent [1, c, h, w] step by step and decodes it. */
async function drawLatent(
  { session, tokenize, manifest }: ImageModel,
  settings: ImageSettings,
  options: ImageOptions,
): Promise<DecodedLatent> {
  const { seed, steps: total } = settings;
  const { data, dims, steps } = await startLatent({ session, manifest }, settings);
  const shown = previewSteps(total, settings.previews ?? 0);
  const drawPreview = (x0: Float32Array) => latentPreview(session, manifest, { data: x0, dims });
  const reports = new StepReports(total, options.onProgress, drawPreview, manifest.preview === undefined);
  const denoiser = await GuidedDenoiser.create(session, manifest, tokenize, settings);
  let latent: Latent | undefined;
  try {
    const { gpu } = session;
    const kept =
      options.keepsLatent &&
      data.length % 2 === 0 &&
      gpu !== undefined &&
      canRecord(gpu.device, steps.length, data.byteLength);
    latent = kept
      ? new GpuLatent(session, gpu, {
          data,
          dims,
          copies: denoiser.copies,
          inputScale: steps[0]!.inputScale,
          steps: steps.length,
        })
      : new CpuLatent(session, data, dims);
    for (const [index, step] of steps.entries()) {
      throwIfCancelled(options.signal);
      const taken = await latent.step(denoiser, {
        step,
        following: steps[index + 1],
        noise: () => normals(seed, STREAM.stepNoise, index, data.length),
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
