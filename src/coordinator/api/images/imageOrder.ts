import { z } from '@hono/zod-openapi';
import { lenient } from '#coordinator/api/http/unusedParameters.ts';
import { UNUSED_IMAGE_PARAMETERS } from '#coordinator/api/images/imageParameters.ts';
import { chooseModel, freshSalt, freshSeed, outOfRange } from '#coordinator/api/tasks/order.ts';
import { isImageModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { imageRequestOf } from '#inference/manifest/orderedRequest.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type ImageRequest, saltField } from '#protocol/task/taskRequest.ts';

const promptText = z.string().max(TASK_LIMIT.promptCharacters);

/** Parameters of an image: OpenAI's, and some of our own. */
export const imageFieldsSchema = z.strictObject({
  model: z.string().max(128).optional(),
  prompt: promptText.min(1),
  size: z
    .string()
    .regex(/^(auto|\d{1,4}x\d{1,4})$/, 'must be auto, or width x height such as 64x64')
    .default('auto'),
  response_format: z.enum(['b64_json', 'url']).default('b64_json'),
  stream: z.boolean().optional(),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  salt: saltField.optional(),
  steps: z.number().int().min(1).max(TASK_LIMIT.steps).optional(),
  guidance: z.number().min(0).max(TASK_LIMIT.guidance).optional(),
  negative_prompt: promptText.optional(),
  /** Number of previews in a stream. */
  partial_images: z.number().int().min(0).max(TASK_LIMIT.previews).optional(),
});
export type ImageOrder = z.output<typeof imageFieldsSchema>;

/** Body of `POST /v1/images/generations`. */
export const imageOrderSchema = lenient(imageFieldsSchema, UNUSED_IMAGE_PARAMETERS);

/** In pixels. */
export type PictureSize = Pick<ImageRequest, 'width' | 'height'>;

/** @throws ApiFault 404 or 400 with the parameter that the model cannot follow */
export function toImageRequest(catalogue: ModelCatalogue, order: ImageOrder): ImageRequest {
  const { manifest } = chooseModel(catalogue, order.model, 'image', isImageModel);
  return orderedImage(manifest, order, sizeOf(manifest, order.size));
}

/** An order to a model that has been chosen. @throws ApiFault 400 */
export function orderedImage(
  manifest: LatentDiffusionManifest,
  order: ImageOrder,
  { width, height }: PictureSize,
): ImageRequest {
  const { limits, name } = manifest;
  const request = imageRequestOf(manifest, {
    ...{ prompt: order.prompt, negativePrompt: order.negative_prompt, width, height },
    ...{ steps: order.steps, guidance: order.guidance },
    previews: order.stream ? order.partial_images : undefined,
    seed: order.seed ?? freshSeed(),
    salt: order.salt ?? freshSalt(),
  });
  if (request.steps > limits.maxSteps) outOfRange('steps', `${name} takes at most ${limits.maxSteps} steps.`);
  if (request.guidance > limits.maxGuidance)
    outOfRange('guidance', `${name} takes a guidance of at most ${limits.maxGuidance}.`);
  return request;
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
    const { minSide, maxSide } = limits;
    const sides =
      minSide === maxSide
        ? `of ${minSide} x ${minSide} pixels`
        : `with sides from ${minSide} to ${maxSide} pixels, in multiples of ${latent.scale}`;
    outOfRange(param, `${name} makes images ${sides}.`);
  }
  return size;
}
