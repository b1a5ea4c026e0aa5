import { z } from '@hono/zod-openapi';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { flagOf, numberOf, readForm } from '#coordinator/api/http/formFields.ts';
import { lenient } from '#coordinator/api/http/unusedParameters.ts';
import { imageFieldsSchema, orderedImage } from '#coordinator/api/images/imageOrder.ts';
import { UNUSED_EDIT_PARAMETERS } from '#coordinator/api/images/imageParameters.ts';
import { readStartPicture } from '#coordinator/api/images/startPicture.ts';
import { chooseModel, outOfRange } from '#coordinator/api/tasks/order.ts';
import { isImageModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { maxDistinctSteps } from '#inference/diffusion/scheduler/samplingSchedule.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { type ImageRequest, imageRequestSchema } from '#protocol/task/taskRequest.ts';

const { strength } = imageRequestSchema.shape.init.unwrap().shape;
const DEFAULT_STRENGTH = 0.6;

/** Parameters of an image that starts from a picture. */
export const imageEditFieldsSchema = imageFieldsSchema.extend({
  image: z
    .instanceof(File, { error: 'must be one file, a PNG' })
    .openapi({ type: 'string', format: 'binary', description: 'A PNG of a size that the model makes' }),
  /** How much of the picture may change: 1 is all. Not a parameter of OpenAI's. */
  strength: strength.default(DEFAULT_STRENGTH),
});
export type ImageEditOrder = z.output<typeof imageEditFieldsSchema>;

const READINGS = {
  ...{ n: numberOf, seed: numberOf, steps: numberOf, guidance: numberOf },
  ...{ partial_images: numberOf, strength: numberOf, stream: flagOf },
} satisfies Partial<Record<keyof ImageEditOrder | 'n', typeof numberOf>>;

/**
 * Form of `POST /v1/images/edits`: OpenAI's, with one picture and no mask, plus the fields of
 * `imageFieldsSchema`.
 */
export const imageEditFormSchema = z.preprocess(
  (form) => readForm(form, READINGS, ['image']),
  lenient(imageEditFieldsSchema, UNUSED_EDIT_PARAMETERS),
);

/** @throws ApiFault 404, 413, or 400 with the parameter that the model cannot follow */
export async function toImageEditRequest(
  catalogue: ModelCatalogue,
  order: ImageEditOrder,
): Promise<ImageRequest> {
  const manifest = chooseEditor(catalogue, order.model);
  const { png, size } = await readStartPicture(manifest, order.image, order.size);
  const request = orderedImage(manifest, order, size);
  const most = maxDistinctSteps(manifest.scheduler, order.strength);
  if (request.steps > most) {
    outOfRange(
      'steps',
      `${manifest.name} takes at most ${most} steps at a strength of ${order.strength}. Lower steps or raise strength.`,
    );
  }
  return { ...request, init: { png, strength: order.strength } };
}

/**
 * The model that an order names, or the first that can start from a picture.
 * @throws ApiFault 404 model_not_found, 400 wrong_model
 */
function chooseEditor(catalogue: ModelCatalogue, id: string | undefined): LatentDiffusionManifest {
  if (id === undefined) {
    const first = catalogue.models.filter(isImageModel).find(({ manifest }) => canEdit(manifest));
    if (first !== undefined) return first.manifest;
    const message = 'This coordinator serves no model that can start from a picture.';
    throw new ApiFault('model_not_found', message, { param: 'model' });
  }
  const { manifest } = chooseModel(catalogue, id, 'image', isImageModel);
  if (canEdit(manifest)) return manifest;
  const message = `${manifest.name} cannot start from a picture. Use a model with edits: true in GET /v1/models.`;
  throw new ApiFault('wrong_model', message, { param: 'model' });
}

/** Whether a model can start from a picture. */
export const canEdit = ({ imageEncoder }: LatentDiffusionManifest): boolean => imageEncoder !== undefined;
