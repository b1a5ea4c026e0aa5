import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MODEL_FILES } from '#tools/bench/arms/armProtocol.ts';
import { type DecoderSize, enlargeDecoder } from '#tools/models/fixtures/enlargedDecoder.ts';
import { buildDecoderLayout } from '#tools/models/llama/decoderLayoutGraph.ts';
import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';
import { buildLlamaGraph } from '#tools/models/llama/llamaGraph.ts';
import { encodeOnnx, type ModelProto } from '#tools/models/onnx/onnxFile.ts';
import { readStoriesModel, type StoriesModel } from '#tools/models/stories15m/buildStories15m.ts';

export interface BenchModel {
  readonly id: string;
  readonly title: string;
}

interface Recipe extends BenchModel {
  readonly stories: () => StoriesModel;
  readonly graph: (checkpoint: LlamaCheckpoint) => ModelProto;
}

const GROUPED = { attention: 'grouped', positionIds: false, logitsToKeep: false } as const;

/** SmolLM2's sizes. Its heads are wider and share keys, which makes little difference to speed. */
const SIZES = {
  '135M': { dim: 576, hidden: 1_536, layers: 30, vocabulary: 49_152 },
  '360M': { dim: 960, hidden: 2_560, layers: 32, vocabulary: 49_152 },
} as const satisfies Record<string, DecoderSize>;

const RECIPES: readonly Recipe[] = [
  {
    ...{ id: 'stories15m-grouped-int4', title: 'stories15M, GroupQueryAttention, int4' },
    stories: () => readStoriesModel('pruned'),
    graph: (checkpoint) => buildDecoderLayout(checkpoint, { ...GROUPED, weights: 'int4' }),
  },
  {
    ...{ id: 'stories15m-multi-head-int8', title: 'stories15M, MultiHeadAttention, int8' },
    stories: () => readStoriesModel('pruned'),
    graph: (checkpoint) => buildLlamaGraph(checkpoint, 'int8'),
  },
  ...Object.entries(SIZES).map(
    ([name, size]): Recipe => ({
      ...{ id: `enlarged-${name}-q4f16`, title: `stories15M at the size of SmolLM2-${name}, q4f16` },
      stories: () => {
        const stories = readStoriesModel('whole');
        return { ...stories, checkpoint: enlargeDecoder(stories.checkpoint, size) };
      },
      graph: (checkpoint) => buildDecoderLayout(checkpoint, { ...GROUPED, weights: 'int4-float16' }),
    }),
  ),
];

/**
 * Writes the benchmark models whose ids contain `wanted` below `root`, each as a repository for
 * transformers.js.
 */
export function writeBenchModels(root: string, wanted: string): BenchModel[] {
  return RECIPES.filter(({ id }) => id.includes(wanted)).map(({ id, title, stories, graph }) => {
    const model = stories();
    writeRepository(root, id, { stories: model, graph: encodeOnnx(graph(model.checkpoint)) });
    return { id, title };
  });
}

/** Writes a graph of this model into the folder `id` of `root`, as a repository for transformers.js. */
export function writeRepository(
  root: string,
  id: string,
  { stories, graph }: { readonly stories: StoriesModel; readonly graph: Uint8Array },
): void {
  const { sizes } = stories.checkpoint;
  const place = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(root, id, path)), { recursive: true });
    writeFileSync(join(root, id, path), content);
  };
  place(MODEL_FILES.graph, graph);
  place(MODEL_FILES.tokenizer, JSON.stringify(stories.tokenizer));
  place(MODEL_FILES.tokenizerConfig, JSON.stringify(stories.config));
  place(
    MODEL_FILES.config,
    JSON.stringify({
      model_type: 'llama',
      architectures: ['LlamaForCausalLM'],
      hidden_size: sizes.dim,
      intermediate_size: sizes.hidden,
      num_hidden_layers: sizes.layers,
      num_attention_heads: sizes.heads,
      num_key_value_heads: sizes.keyValueHeads,
      vocab_size: sizes.vocabulary,
      max_position_embeddings: sizes.context,
      external_data: false,
    }),
  );
}
