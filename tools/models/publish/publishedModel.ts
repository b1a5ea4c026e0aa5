import { z } from 'zod';
import { type Manifest, parseManifest } from '#inference/manifest/manifest.ts';
import type { ManifestFile } from '#inference/manifest/manifestFields.ts';

/** A published model without its files: a manifest except for their sizes and hashes. */
const publishedSchema = z.strictObject({
  repository: z.string(),
  /** The commit that the layout was taken from; other commits may differ. */
  revision: z.string(),
  /** What to know before adding it, such as files from other places. */
  notes: z.array(z.string()),
  manifest: z.looseObject({ id: z.string() }),
});
export type PublishedModel = z.infer<typeof publishedSchema>;

export const CONFORMANCE_FILE = 'conformance.json';
/** For float16 on a GPU; float32 stays far below it. */
const TOLERANCE = 0.05;

/** @throws ZodError */
export const parsePublished = (json: unknown): PublishedModel => publishedSchema.parse(json);

/**
 * Completes the manifest.
 * @param describe gives sizes and hashes of the files at these paths
 * @throws InferenceError BAD_MANIFEST when the result does not follow the schema
 */
export function completeManifest(
  { manifest }: PublishedModel,
  describe: (paths: readonly string[]) => ManifestFile[],
): Manifest {
  return parseManifest({
    conformance: { file: CONFORMANCE_FILE, tolerance: TOLERANCE },
    ...manifest,
    files: describe([...pathsOf(manifest), CONFORMANCE_FILE]),
  });
}

/** Every file that a manifest names, without duplicates. */
function pathsOf(part: unknown): string[] {
  const paths = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (
        ['file', 'config', 'template', 'vocabulary', 'suggestions'].includes(key) &&
        typeof inner === 'string'
      )
        paths.add(inner);
      else if (key === 'externalData' && Array.isArray(inner))
        for (const path of inner) paths.add(String(path));
      else look(inner);
    }
  };
  look(part);
  paths.delete(CONFORMANCE_FILE);
  return [...paths];
}
