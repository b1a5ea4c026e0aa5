import { type AuditMeasure, distanceOf, type Measured } from '#inference/audit/auditMeasure.ts';
import { distanceOfPng } from '#inference/audit/pngDistance.ts';
import { stepDistance } from '#inference/audit/stepDistance.ts';
import { BOUNDS, type ImageBounds, precisionOf } from '#inference/bounds/bounds.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { CpuLatent } from '#inference/diffusion/cpuLatent.ts';
import { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import { generateImage, type ImageModel } from '#inference/diffusion/imageGeneration.ts';
import { checkLimits } from '#inference/diffusion/settings/imageLimits.ts';
import type { ImageSettings } from '#inference/diffusion/settings/imageSettings.ts';
import { type StartLatent, startLatent } from '#inference/diffusion/startLatent.ts';
import { latentOf } from '#inference/diffusion/trace/latentBytes.ts';
import { toPixels } from '#inference/png/pictureFile.ts';
import { InferenceError, throwIfCancelled } from '#inference/runtime/inferenceError.ts';
import type { RunOptions } from '#inference/runtime/runOptions.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';

/** An image to be audited. */
export interface AuditedImage {
  readonly png: Uint8Array;
  /** Latents by index: 0 before the first step, i after step i. */
  readonly parts: ReadonlyMap<number, Uint8Array> | undefined;
}

type Latents = ReadonlyMap<number, Float32Array>;

/** What cannot be an honest result, whatever the back end. */
const IMPOSSIBLE: Measured = { value: Infinity, bound: 1 };

/**
 * Measures how far an image is from what the model gives for its settings, prompt and guidance included. With
 * the first latent, the last one and at least one step's two, these are checked: the noise, each step that
 * can be taken again from its miner's own latent, and the picture of the last latent. Without them the whole
 * image is computed again, with its progress, and its pixels are compared, by a looser bound: rounding grows
 * from step to step.
 * @throws InferenceError BAD_REQUEST when the model does not take the request; CANCELLED; NOT_FINITE when the
 *   whole image could not be computed again
 * @example
 * const measure = await auditImage(model, request, { png: result.png, parts });
 * if (distanceOf(measure) > 1) doubt(result);
 */
export async function auditImage(
  model: ImageModel,
  settings: ImageSettings,
  { png, parts }: AuditedImage,
  { signal, onProgress }: RunOptions = {},
): Promise<AuditMeasure> {
  const { manifest } = model;
  checkLimits(manifest, settings);
  throwIfCancelled(signal);
  const start = await startLatent(model, settings);
  const latents = readLatents(parts ?? new Map(), start);
  if (!latents) return { measures: { trace: IMPOSSIBLE } };

  const bounds = BOUNDS.image[precisionOf(manifest)];
  const stepsTaken = start.steps.length;
  const pairs = start.steps.map((_, at) => at).filter((at) => latents.has(at) && latents.has(at + 1));
  const [first, last] = [latents.get(0), latents.get(stepsTaken)];
  const measures: Record<string, Measured> = {};
  if (first) {
    const bound = settings.init ? bounds.startPicture : bounds.start;
    measures.start = { value: relativeL2(first, start.data), bound };
  }
  // What begins elsewhere need not be computed.
  if (distanceOf({ measures }) > 1) return { measures };
  try {
    if (pairs.length > 0) {
      const value = await furthestStep(model, settings, { start, latents, pairs, signal });
      measures.step = { value, bound: bounds.step };
    }
    throwIfCancelled(signal);
    if (last) Object.assign(measures, await measureLast(model, { last, start, png, bounds }));
  } catch (error) {
    if (!(error instanceof InferenceError && error.code === 'NOT_FINITE')) throw error;
    // Latents that are too large to go on from: the miner that signed them did not go on from them either.
    return { measures: { ...measures, trace: IMPOSSIBLE } };
  }
  if (first && last && pairs.length > 0) return { measures };
  // Nobody sees its previews.
  const again = await generateImage(model, { ...settings, previews: 0 }, { signal, onProgress });
  const redrawn = { width: settings.width, height: settings.height, data: again.pixels };
  measures.whole = { value: (await distanceOfPng(png, redrawn)).mean, bound: bounds.whole };
  return { measures };
}

/** The latents that were handed over; undefined if one cannot be a latent of this image. */
function readLatents(
  parts: ReadonlyMap<number, Uint8Array>,
  { data, steps }: StartLatent,
): Latents | undefined {
  const latents = new Map<number, Float32Array>();
  for (const [index, part] of parts) {
    const latent = index <= steps.length ? latentOf(part, data.length) : undefined;
    if (!latent) return undefined;
    latents.set(index, latent);
  }
  return latents;
}

interface Retaken {
  readonly start: StartLatent;
  readonly latents: Latents;
  /** Steps, from 0, before and after which a latent was handed over. */
  readonly pairs: readonly number[];
  readonly signal: AbortSignal | undefined;
}

/** Takes steps again, each from its miner's own latent; gives the largest `stepDistance`. */
async function furthestStep(
  { session, manifest, tokenize }: ImageModel,
  settings: ImageSettings,
  { start: { dims, steps }, latents, pairs, signal }: Retaken,
): Promise<number> {
  const denoiser = await GuidedDenoiser.create(session, manifest, tokenize, settings);
  try {
    let furthest = 0;
    for (const at of pairs) {
      throwIfCancelled(signal);
      const [before, claimed] = [latents.get(at)!, latents.get(at + 1)!];
      const latent = new CpuLatent(session, before.slice(), dims);
      await latent.step(denoiser, {
        step: steps[at]!,
        following: steps[at + 1],
        noise: () => normals(settings.seed, STREAM.stepNoise, at, before.length),
        wantsX0: false,
      });
      furthest = Math.max(furthest, stepDistance({ before, expected: latent.data, claimed }));
    }
    return furthest;
  } finally {
    denoiser.dispose();
  }
}

interface LastLatent {
  readonly last: Float32Array;
  readonly start: StartLatent;
  readonly png: Uint8Array;
  readonly bounds: ImageBounds;
}

/** Decodes the last latent and compares. */
async function measureLast(
  { session, manifest }: ImageModel,
  { last, start: { dims }, png, bounds }: LastLatent,
): Promise<Record<string, Measured>> {
  const picture = toPixels(await session.decode({ data: last, dims }), manifest.decoder.range);
  const { mean, largest } = await distanceOfPng(png, picture);
  return {
    picture: { value: mean, bound: bounds.picture },
    pixel: { value: largest, bound: bounds.pixel },
  };
}
