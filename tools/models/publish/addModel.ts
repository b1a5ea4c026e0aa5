/**
 * Makes a published model's folder one that a tab can load: describes its files, and computes its reference task on the
 * CPU, which the tab's GPU has to match before it works.
 *   npx tsx tools/models/publish/addModel.ts tools/models/publish/published/NAME.json FOLDER
 * FOLDER holds the repository's files as published, under `public/models`. The line for `catalogue.json` is printed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextReference } from '#inference/conformance/referenceTask.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { DecoderManifest } from '#inference/manifest/manifest.ts';
import { jsonReader, readGraphs } from '#inference/manifest/modelFiles.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import { describeFiles, folderReader, rounded } from './modelFolder.ts';
import { imageReferenceOf } from './imageReference.ts';
import { completeManifest, CONFORMANCE_FILE, parsePublished } from './publishedModel.ts';

/** Enough words to show that the cache is read and written, few enough for a slow GPU. */
const TOKENS = 8;
/** Every so many logits, and bytes of a picture: thousands of numbers are kept. */
const STRIDE = { logits: 17, pixels: 101 } as const;
const QUESTION = 'What is the capital of France?';
const PICTURE = { prompt: 'a red apple on a wooden table', negativePrompt: '', seed: 1 } as const;

export async function addModel(template: string, folder: string): Promise<string> {
  const published = parsePublished(JSON.parse(readFileSync(template, 'utf8')));
  const describe = (paths: readonly string[]) => describeFiles(folder, paths);
  // The reference needs a loaded model, and the full manifest the reference: so its entry comes second.
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
  const readJson = jsonReader(readFile);
  const { file, config } = manifest.tokenizer;
  const tokenizer = new TextTokenizer(await readJson(file), await readJson(config));
  const [graph] = await readGraphs(manifest, readFile);
  const session = await DecoderSession.create(createNodeRuntime(), graph!, manifest);
  const prompt = tokenizer.encodeChat([{ role: 'user', content: QUESTION }]);
  const sequence = session.sequence();
  let logits = await sequence.append(prompt);
  const kept = logits.filter((_, i) => i % STRIDE.logits === 0);
  const next = [argmax(logits)];
  while (next.length < TOKENS) {
    logits = await sequence.append(next.slice(-1));
    next.push(argmax(logits));
  }
  sequence.dispose();
  await session.dispose();
  return { kind: 'text', prompt, stride: STRIDE.logits, logits: rounded(kept), next };
}

if (process.argv[1] === import.meta.filename) {
  const [template, folder] = process.argv.slice(2);
  if (template === undefined || folder === undefined) {
    throw new Error(
      'usage: npx tsx tools/models/publish/addModel.ts tools/models/publish/published/NAME.json FOLDER',
    );
  }
  console.log(`for catalogue.json: ${await addModel(template, folder)}`);
}
