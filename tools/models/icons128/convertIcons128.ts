/**
 * Builds `public/models/icons128` from the float32 graphs that `tools/starter-model` exports. The results are
 * committed; run it again after training:
 *   npx tsx tools/models/icons128/convertIcons128.ts FOLDER_WITH_GRAPHS [MODEL_FOLDER]
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { fitPreview, manifestText } from '#tools/models/icons128/fitPreview.ts';
import { writeIconReferences } from '#tools/models/icons128/iconReferences.ts';
import { fixDimension } from '#tools/models/onnx/foldGraph.ts';
import { storeWeightsInHalf } from '#tools/models/onnx/halfPrecisionWeights.ts';
import { decodeOnnx, encodeOnnx } from '#tools/models/onnx/onnxFile.ts';
import { describeFiles, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';

/** No dimension of the exported graphs is symbolic: this only folds the shape arithmetic. */
const NO_DIMENSION = '';

/** Prompts to fit the previews' colours to: every style and background, one or two things, many shapes. */
const previewPrompts = readFileSync(starterFile('preview-prompts.txt'), 'utf8').trim().split('\n');
const words = z
  .object({ promptTokens: z.number(), ignored: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(starterFile('words.json'), 'utf8')));

const ICONS = {
  version: 1,
  id: 'icons128',
  name: 'Icons 128',
  description:
    'Draws one or two of 1,167 things as a 128 × 128 icon, small or big, in one of four styles (flat, ' +
    'glossy, noto, retro) on one of twelve background colours. It knows some 3,000 words and draws nothing beyond them. ' +
    'It can start from a picture.',
  licence: 'MIT AND Apache-2.0',
  unitPrice: '100000000000000000',
  // The WebGPU buffers of an image, also of one that starts from another, measured.
  gpu: { features: [], memoryBytes: 58_500_000 },
  kind: 'image',
  layout: 'latent-diffusion',
  tokenizer: { kind: 'words', vocabulary: 'vocabulary.json', ignored: words.ignored },
  suggestions: 'suggestions.json',
  promptTokens: words.promptTokens,
  padToken: 0,
  textEncoder: { file: 'text-encoder.onnx', io: { ids: 'ids', context: 'ctx' } },
  denoiser: {
    file: 'denoiser.onnx',
    batch: 1,
    io: { sample: 'x', timestep: 't', context: 'ctx', output: 'v' },
  },
  decoder: { file: 'decoder.onnx', io: { latent: 'z', image: 'img' }, range: [0, 1] },
  imageEncoder: { file: 'image-encoder.onnx', io: { image: 'picture', latent: 'z' } },
  latent: { channels: 47, scale: 16, scalingFactor: 1 },
  scheduler: { kind: 'flow-matching-euler' },
  defaults: { width: 128, height: 128, steps: 4, guidance: 1 },
  limits: { minSide: 128, maxSide: 128, maxSteps: 50, maxGuidance: 1 },
  conformance: { file: 'conformance.json', tolerance: 1e-3 },
} as const;

function starterFile(name: string): string {
  return fileURLToPath(new URL(`../../starter-model/${name}`, import.meta.url));
}

async function main(source: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const graphs = [ICONS.textEncoder.file, ICONS.denoiser.file, ICONS.decoder.file, ICONS.imageEncoder.file];
  for (const file of graphs) {
    const folded = await fixDimension(decodeOnnx(readFileSync(join(source, file))), NO_DIMENSION, 1);
    writeFileSync(join(folder, file), encodeOnnx(storeWeightsInHalf(folded)));
  }
  const lists = [ICONS.tokenizer.vocabulary, ICONS.suggestions];
  for (const file of lists) copyFileSync(join(source, file), join(folder, file));

  const paths = [...graphs, ...lists, ICONS.conformance.file];
  // The reference needs a loaded model, and the manifest describes the reference's file: so it is written
  // twice.
  writeFileSync(join(folder, ICONS.conformance.file), '{}');
  const first = parseManifest({ ...ICONS, files: describeFiles(folder, paths) });
  if (first.kind !== 'image') throw new TypeError(`${ICONS.id} must be an image model.`);
  await writeIconReferences(folder, first);
  const preview = await fitPreview(folder, first, previewPrompts);
  const manifest = parseManifest({ ...ICONS, files: describeFiles(folder, paths), preview });
  writeFileSync(join(folder, 'manifest.json'), manifestText(manifest));
}

const [source, folder = join(MODELS_FOLDER, ICONS.id)] = process.argv.slice(2);
if (!source)
  throw new Error(
    'usage: npx tsx tools/models/icons128/convertIcons128.ts FOLDER_WITH_GRAPHS [MODEL_FOLDER]',
  );
await main(source, folder);
