import { z } from '@hono/zod-openapi';
import { chooseModel, freshSalt, freshSeed, outOfRange } from '#coordinator/api/tasks/order.ts';
import { isImageModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';

/**
 * Body of `POST /v1/images/generations`: OpenAI's, plus four parameters of our own. Parameters with only one
 * possible value here may be sent with that value.
 */
export const imageOrderSchema = z.strictObject({
  model: z.string().max(128).optional(),
  prompt: z.string().min(1).max(TASK_LIMIT.promptCharacters),
  n: z.literal(1).nullish(),
  size: z
    .string()
    .regex(/^(auto|\d{1,4}x\d{1,4})$/, 'auto, or width x height such as 64x64')
    .default('auto'),
  response_format: z.enum(['b64_json', 'url']).default('b64_json'),
  stream: z.boolean().nullish(),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  steps: z.number().int().min(1).max(TASK_LIMIT.steps).optional(),
  guidance: z.number().min(0).max(30).optional(),
  negative_prompt: z.string().max(TASK_LIMIT.promptCharacters).optional(),
  output_format: z.literal('png').optional(),
  quality: z.literal('auto').optional(),
  background: z.enum(['auto', 'opaque']).optional(),
  /** Number of previews in a stream. */
  partial_images: z.number().int().min(0).max(TASK_LIMIT.previews).nullish(),
  user: z.string().max(512).optional(),
});
export type ImageOrder = z.output<typeof imageOrderSchema>;

/** In pixels. */
export type PictureSize = Pick<ImageRequest, 'width' | 'height'>;

/** @throws ApiFault 404 or 400 with the parameter that the model cannot follow */
export function toImageRequest(catalogue: ModelCatalogue, order: ImageOrder): ImageRequest {
  const { manifest } = chooseModel(catalogue, order.model, 'image', isImageModel);
  return imageRequestOf(manifest, order, sizeOf(manifest, order.size));
}

/** An order to a model that has been chosen. @throws ApiFault 400 */
export function imageRequestOf(
  manifest: LatentDiffusionManifest,
  order: ImageOrder,
  { width, height }: PictureSize,
): ImageRequest {
  const { defaults, limits, id, name } = manifest;
  const steps = order.steps ?? defaults.steps;
  if (steps > limits.maxSteps) outOfRange('steps', `${name} takes at most ${limits.maxSteps} steps.`);
  const guidance = order.guidance ?? defaults.guidance;
  if (guidance > limits.maxGuidance)
    outOfRange('guidance', `${name} takes a guidance of at most ${limits.maxGuidance}.`);
  return {
    kind: 'image',
    model: id,
    prompt: order.prompt,
    negativePrompt: order.negative_prompt ?? '',
    ...{ width, height, steps, guidance },
    ...(order.stream && order.partial_images ? { previews: order.partial_images } : {}),
    seed: order.seed ?? freshSeed(),
    salt: freshSalt(),
  };
}

function sizeOf(manifest: LatentDiffusionManifest, size: string): PictureSize {
  const { width, height } = manifest.defaults;
  if (size === 'auto') return { width, height };
  const [across = 0, down = 0] = size.split('x').map(Number);
  return checkedSize(manifest, { width: across, height: down }, 'size');
}

/** A size that the model can make. @throws ApiFault 400 naming `param` for any other */
export function checkedSize(
  { limits, latent, name }: LatentDiffusionManifest,
  size: PictureSize,
  param: string,
): PictureSize {
  const fits = (side: number) =>
    side >= limits.minSide && side <= limits.maxSide && side % latent.scale === 0;
  if (!fits(size.width) || !fits(size.height)) {
    const range =
      limits.minSide === limits.maxSide
        ? `of ${limits.minSide}`
        : `from ${limits.minSide} to ${limits.maxSide}`;
    outOfRange(param, `${name} makes images with sides ${range} pixels, in multiples of ${latent.scale}.`);
  }
  return size;
}
