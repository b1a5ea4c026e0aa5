/**
 * Makes `public/models/icons64` from the float32 graphs that training exports. The results are committed; run
 * this again after a new training:  npx tsx tools/models/convertIcons64.ts FOLDER_WITH_GRAPHS
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateImage } from '#inference/imageGeneration.ts';
import { parseManifest, type LatentDiffusionManifest } from '#inference/manifest.ts';
import type { ImageReference } from '#inference/conformance.ts';
import { fixDimension } from './foldGraph.ts';
import { storeWeightsInHalf } from './halfPrecisionWeights.ts';
import { describeFiles, MODELS_FOLDER, rounded } from './modelFolder.ts';
import { decodeOnnx, encodeOnnx } from './onnxFile.ts';
import { openDiffusion } from './openDiffusion.ts';

/** The batch dimension's name in the exported graphs. */
const BATCH = 'B';
/** A run of two costs 1.3 times a run of one on the software adapter, and guidance wants two. */
const DENOISER_BATCH = 2;
const REFERENCE_STRIDE = 12;

const ICONS = {
  version: 1,
  id: 'icons64',
  name: 'Icons 64',
  description:
    'Draws one of 145 things as a 64 x 64 icon, in one of four styles (flat, glossy, noto, retro) ' +
    'on a coloured background. It knows 176 words and nothing beyond them.',
  licence: 'MIT AND Apache-2.0',
  unitPrice: '100000000000000000',
  kind: 'image',
  layout: 'latent-diffusion',
  tokenizer: {
    kind: 'words',
    vocabulary: 'vocabulary.json',
    ignored: ['a', 'an', 'the', 'with', 'background', 'style', 'emoji', 'of', 'in', 'and', 'on'],
  },
  promptTokens: 8,
  padToken: 0,
  textEncoder: { file: 'text-encoder.onnx', io: { ids: 'ids', context: 'ctx' } },
  denoiser: {
    file: 'denoiser.onnx',
    batch: DENOISER_BATCH,
    io: { sample: 'x', timestep: 't', context: 'ctx', output: 'v' },
  },
  decoder: { file: 'decoder.onnx', io: { latent: 'z', image: 'img' }, range: [0, 1] },
  latent: { channels: 16, scale: 8, scalingFactor: 1 },
  scheduler: { kind: 'flow-matching-euler' },
  defaults: { width: 64, height: 64, steps: 4, guidance: 3 },
  limits: { minSide: 64, maxSide: 64, maxSteps: 50, maxGuidance: 10 },
  conformance: { file: 'conformance.json', tolerance: 1e-3 },
} as const;

const REFERENCE: ImageReference['settings'] = {
  prompt: 'a glossy apple on a blue background',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 1,
  guidance: 3,
  seed: 1,
};

async function main(source: string): Promise<void> {
  const folder = join(MODELS_FOLDER, ICONS.id);
  mkdirSync(folder, { recursive: true });
  const graphs = [
    { file: ICONS.textEncoder.file, batch: 1 },
    { file: ICONS.denoiser.file, batch: DENOISER_BATCH },
    { file: ICONS.decoder.file, batch: 1 },
  ];
  for (const { file, batch } of graphs) {
    const folded = await fixDimension(decodeOnnx(readFileSync(join(source, file))), BATCH, batch);
    writeFileSync(join(folder, file), encodeOnnx(storeWeightsInHalf(folded)));
  }
  writeFileSync(
    join(folder, ICONS.tokenizer.vocabulary),
    readFileSync(join(source, ICONS.tokenizer.vocabulary)),
  );

  const paths = [...graphs.map(({ file }) => file), ICONS.tokenizer.vocabulary];
  // The reference needs a loaded model, and the full manifest the reference: so its entry comes second.
  writeFileSync(join(folder, ICONS.conformance.file), '{}');
  const first = parseManifest({ ...ICONS, files: describeFiles(folder, [...paths, ICONS.conformance.file]) });
  if (first.kind !== 'image') throw new TypeError('icons64 is an image model');
  const reference = await referenceOf(folder, first);
  writeFileSync(join(folder, ICONS.conformance.file), JSON.stringify(reference));
  const manifest = parseManifest({
    ...ICONS,
    files: describeFiles(folder, [...paths, ICONS.conformance.file]),
  });
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function referenceOf(folder: string, manifest: LatentDiffusionManifest): Promise<ImageReference> {
  const { session, tokenize } = await openDiffusion(folder, manifest);
  const { latent, pixels } = await generateImage(session, tokenize, manifest, REFERENCE);
  await session.dispose();
  return {
    kind: 'image',
    settings: REFERENCE,
    latent: rounded(latent),
    stride: REFERENCE_STRIDE,
    pixels: [...pixels.filter((_, i) => i % REFERENCE_STRIDE === 0)],
  };
}

const source = process.argv[2];
if (!source) throw new Error('usage: npx tsx tools/models/convertIcons64.ts FOLDER_WITH_GRAPHS');
await main(source);
