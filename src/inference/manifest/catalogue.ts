import { z } from 'zod';
import { manifestError } from '#inference/manifest/manifestError.ts';
import { common, relativePath } from '#inference/manifest/manifestFields.ts';

/** The list a client starts from: each model's id, and its manifest's path beside the catalogue. */
export const catalogueSchema = z.strictObject({
  version: z.literal(1),
  models: z
    .array(z.strictObject({ id: common.id, kind: z.enum(['text', 'image']), manifest: relativePath }))
    .min(1)
    .max(1_000),
});
export type Catalogue = z.infer<typeof catalogueSchema>;

/**
 * @throws InferenceError BAD_MANIFEST with the path of the first wrong field
 * @example
 * const { models } = parseCatalogue(await response.json());
 */
export function parseCatalogue(json: unknown): Catalogue {
  const parsed = catalogueSchema.safeParse(json);
  if (!parsed.success) throw manifestError('catalogue', parsed.error);
  return parsed.data;
}
