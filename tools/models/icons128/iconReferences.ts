/**
 * Computes the test inputs of `public/models/icons128` again on the CPU, and writes them and the manifest:
 *   npx tsx tools/models/icons128/iconReferences.ts [MODEL_FOLDER]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageReference } from '#inference/conformance/referenceTask.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { manifestText } from '#tools/models/icons128/fitPreview.ts';
import { imageInputsOf } from '#tools/models/publish/imageInputs.ts';
import { imageReferencesOf } from '#tools/models/publish/imageReference.ts';
import { describeFiles, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';

/** Some hundred numbers of the latent and a thousand bytes of the picture show a wrong image. */
const STRIDES = { latent: 7, pixels: 47 } as const;

const FIRST: ImageReference['settings'] = {
  ...{ prompt: 'a glossy cat and a pizza on a blue background', negativePrompt: '' },
  ...{ width: 128, height: 128, steps: 1, guidance: 1, seed: 1 },
};
/** Every style, one or two things, small and big, with and without a background, and nothing at all. */
const PROMPTS = [
  '',
  'a flat rocket on a red background',
  'a small noto dog and a big retro tree on a green background',
  'glossy fish',
  'a retro house on a yellow background',
  'a noto star and a flat cat on a white background',
  'a big glossy umbrella on a black background',
];

/** Writes the references of the model in a folder. The manifest must be described again after it. */
export async function writeIconReferences(folder: string, manifest: LatentDiffusionManifest): Promise<void> {
  const inputs = imageInputsOf(manifest, FIRST, PROMPTS);
  const references = await imageReferencesOf(folder, manifest, inputs, STRIDES);
  writeFileSync(join(folder, manifest.conformance.file), JSON.stringify(references));
}

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2] ?? join(MODELS_FOLDER, 'icons128');
  const path = join(folder, 'manifest.json');
  const manifest = parseManifest(JSON.parse(readFileSync(path, 'utf8')));
  if (manifest.kind !== 'image') throw new TypeError(`${manifest.id} must be an image model.`);
  await writeIconReferences(folder, manifest);
  const paths = manifest.files.map((file) => file.path);
  writeFileSync(path, manifestText(parseManifest({ ...manifest, files: describeFiles(folder, paths) })));
}
