import { z } from 'zod';
import { type DecoderManifest, decoderSchema } from '#inference/manifest/decoderManifest.ts';
import {
  type LatentDiffusionManifest,
  latentDiffusionSchema,
} from '#inference/manifest/diffusionManifest.ts';
import { manifestError } from '#inference/manifest/manifestError.ts';
import type { GraphFiles } from '#inference/manifest/manifestFields.ts';

export const manifestSchema = z
  .discriminatedUnion('kind', [decoderSchema, latentDiffusionSchema])
  .superRefine((manifest, context) => {
    const listed = new Set(manifest.files.map((entry) => entry.path));
    for (const path of referencedFiles(manifest)) {
      if (!listed.has(path))
        context.addIssue({ code: 'custom', message: `${path} is used but not in files` });
    }
    if (manifest.kind === 'image' && manifest.preview) {
      const { patch, factors } = manifest.preview;
      const fits = factors.every((row) => row.length === 3 * patch * patch);
      if (!fits || factors.length !== manifest.latent.channels + 1) {
        context.addIssue({
          code: 'custom',
          path: ['preview'],
          message: 'a row too many or too few, or its length',
        });
      }
    }
  });

export type Manifest = DecoderManifest | LatentDiffusionManifest;

/** Every path that the manifest points at, its own graphs first. */
function referencedFiles(manifest: Manifest): string[] {
  const tokenizer =
    manifest.tokenizer.kind === 'words'
      ? [manifest.tokenizer.vocabulary]
      : Object.values({ ...manifest.tokenizer, kind: undefined }).filter((path) => path !== undefined);
  return [
    ...graphsOf(manifest).flatMap(({ file: path, externalData }) => [path, ...externalData]),
    ...tokenizer,
    ...(manifest.kind === 'image' && manifest.suggestions !== undefined ? [manifest.suggestions] : []),
    manifest.conformance.file,
  ];
}

/** The graphs of a model in the order in which a task runs them. */
function graphsOf(manifest: Manifest): readonly GraphFiles[] {
  return manifest.kind === 'text'
    ? [manifest.graph]
    : [
        ...[manifest.textEncoder, manifest.denoiser, manifest.decoder],
        ...(manifest.imageEncoder ? [manifest.imageEncoder] : []),
      ];
}

/**
 * @throws InferenceError BAD_MANIFEST with the path of the first wrong field
 * @example
 * const manifest = parseManifest(await response.json());
 */
export function parseManifest(json: unknown): Manifest {
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw manifestError('manifest', parsed.error);
  return parsed.data;
}
