/**
 * Prepares a published model's folder so that a tab can load it: describes its files, and computes its
 * reference task on the CPU, which the tab's GPU must match before it may work. Prints the line for
 * `catalogue.json`.
 *   npx tsx tools/models/publish/addModel.ts tools/models/publish/published/NAME.json FOLDER
 * FOLDER holds the repository's files as published, under `public/models`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextReference } from '#inference/conformance/referenceTask.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { readGraph } from '#inference/manifest/modelFiles.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { loadTextTokenizer } from '#inference/tokenizer/loadTextTokenizer.ts';
import { imageReferenceOf } from '#tools/models/publish/imageReference.ts';
import { describeFiles, folderReader } from '#tools/models/publish/modelFolder.ts';
import { CONFORMANCE_FILE, completeManifest, parsePublished } from '#tools/models/publish/publishedModel.ts';
import { textReferenceOf } from '#tools/models/publish/textReference.ts';

/** Enough tokens to show that the KV cache is read and written, few enough for a slow GPU. */
const TOKENS = 8;
/** Strides at which the reference keeps logits and an image's bytes: thousands of numbers. */
const STRIDE = { logits: 17, pixels: 101 } as const;
/** For templates that write a date: the reference is the same whenever it is computed. */
const DATE = '2026-01-01';
const QUESTION = 'What is the capital of France?';
const PICTURE = { prompt: 'a red apple on a wooden table', negativePrompt: '', seed: 1 } as const;

/** Writes a model's reference and manifest into its folder. Gives its line for `catalogue.json`. */
export async function addModel(template: string, folder: string): Promise<string> {
  const published = parsePublished(JSON.parse(readFileSync(template, 'utf8')));
  const describe = (paths: readonly string[]) => describeFiles(folder, paths);
  // The reference needs a loaded model, and the manifest describes the reference's file: so it is written
  // twice.
  writeFileSync(join(folder, CONFORMANCE_FILE), '{}');
  const first = completeManifest(published, describe);
  const reference =
    first.kind === 'text'
      ? await textReference(folder, first)
      : await imageReferenceOf(folder, first, { ...first.defaults, ...PICTURE }, STRIDE.pixels);
  writeFileSync(join(folder, CONFORMANCE_FILE), JSON.stringify(reference));
  const manifest = completeManifest(published, describe);
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return JSON.stringify({ id: manifest.id, kind: manifest.kind, manifest: `${manifest.id}/manifest.json` });
}

async function textReference(folder: string, manifest: DecoderManifest): Promise<TextReference> {
  const readFile = folderReader(folder);
  const tokenizer = await loadTextTokenizer(manifest.tokenizer, readFile);
  const graph = await readGraph(manifest.graph, readFile);
  const session = await DecoderSession.create(createNodeRuntime(), graph, manifest);
  const prompt = tokenizer.encodeChat([{ role: 'user', content: QUESTION }], DATE);
  const reference = await textReferenceOf(session, prompt, { stride: STRIDE.logits, tokens: TOKENS });
  await session.dispose();
  return reference;
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
