import { z } from 'zod';
import { parseManifest, type Manifest, type ManifestFile } from '#inference/manifest/manifest.ts';

/** What is known of a published model without having its files: all of a manifest but their sizes and hashes. */
const publishedSchema = z.strictObject({
  repository: z.string(),
  /** Commit that the layout was taken from; other commits may differ. */
  revision: z.string(),
  /** What to know before trying, such as files that come from elsewhere. */
  notes: z.array(z.string()),
  manifest: z.looseObject({ id: z.string() }),
});
export type PublishedModel = z.infer<typeof publishedSchema>;

export const CONFORMANCE_FILE = 'conformance.json';
/** float16 on a GPU against the CPU; float32 stays far below. */
const TOLERANCE = 0.05;

/** @throws ZodError */
export const parsePublished = (json: unknown): PublishedModel => publishedSchema.parse(json);

/**
 * The manifest, once the files are there to be described.
 * @param describe sizes and hashes of these paths
 * @throws InferenceError BAD_MANIFEST
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

/** Every file that a manifest's parts name, each once. */
function pathsOf(part: unknown): string[] {
  const paths = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (['file', 'config', 'vocabulary', 'suggestions'].includes(key) && typeof inner === 'string')
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
