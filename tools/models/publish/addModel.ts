/**
 * Prepares a published model's folder so that a tab can load it: describes its files, and computes
 * its test inputs on the CPU, which the tab's GPU must match before it may work. Prints the line for
 * `catalogue.json`.
 *   npx tsx tools/models/publish/addModel.ts tools/models/publish/published/NAME.json FOLDER
 * FOLDER holds the repository's files as published, under `public/models`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageReference, References, TextReference } from '#inference/conformance/referenceTask.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { readGraph } from '#inference/manifest/modelFiles.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { loadTextTokenizer } from '#inference/tokenizer/loadTextTokenizer.ts';
import { IMAGE_PROMPTS, imageInputsOf } from '#tools/models/publish/imageInputs.ts';
import { imageReferencesOf } from '#tools/models/publish/imageReference.ts';
import { describeFiles, folderReader } from '#tools/models/publish/modelFolder.ts';
import { CONFORMANCE_FILE, completeManifest, parsePublished } from '#tools/models/publish/publishedModel.ts';
import { textReferencesOf } from '#tools/models/publish/textReference.ts';

/** Enough tokens to show that the KV cache is read and written, few enough for a slow GPU. */
const TOKENS = 8;
/** Strides at which the references keep logits, latents and an image's bytes: some thousand numbers each. */
const STRIDE = { logits: 67, latent: 11, pixels: 307 } as const;
const QUESTION = { text: 'What is the capital of France?', answer: TOKENS };
const PICTURE = { prompt: 'a red apple on a wooden table', negativePrompt: '', seed: 1 } as const;

/** Writes a model's references and manifest into its folder. Gives its line for `catalogue.json`. */
export async function addModel(template: string, folder: string): Promise<string> {
  const published = parsePublished(JSON.parse(readFileSync(template, 'utf8')));
  const describe = (paths: readonly string[]) => describeFiles(folder, paths);
  // References need a loaded model, and the manifest describes their file: so it is written twice.
  writeFileSync(join(folder, CONFORMANCE_FILE), '{}');
  const first = completeManifest(published, describe);
  const references =
    first.kind === 'text' ? await textReferences(folder, first) : await imageReferences(folder, first);
  writeFileSync(join(folder, CONFORMANCE_FILE), JSON.stringify(references));
  const manifest = completeManifest(published, describe);
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return JSON.stringify({ id: manifest.id, kind: manifest.kind, manifest: `${manifest.id}/manifest.json` });
}

async function textReferences(folder: string, manifest: DecoderManifest): Promise<References<TextReference>> {
  const readFile = folderReader(folder);
  const tokenizer = await loadTextTokenizer(manifest.tokenizer, readFile);
  const graph = await readGraph(manifest.graph, readFile);
  const session = await DecoderSession.create(createNodeRuntime(), graph, manifest);
  try {
    const { context } = manifest;
    return await textReferencesOf(session, tokenizer, { first: QUESTION, context, stride: STRIDE.logits });
  } finally {
    await session.dispose();
  }
}

function imageReferences(
  folder: string,
  manifest: LatentDiffusionManifest,
): Promise<References<ImageReference>> {
  const inputs = imageInputsOf(manifest, { ...manifest.defaults, ...PICTURE }, IMAGE_PROMPTS);
  return imageReferencesOf(folder, manifest, inputs, STRIDE);
}

if (process.argv[1] === import.meta.filename) {
  const [template, folder] = process.argv.slice(2);
  if (template === undefined || folder === undefined) {
    throw new Error(
      'usage: npx tsx tools/models/publish/addModel.ts tools/models/publish/published/NAME.json FOLDER',
    );
  }
  console.log(`For catalogue.json: ${await addModel(template, folder)}`);
}
