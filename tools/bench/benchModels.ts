import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readStoriesModel, type StoriesModel } from '../models/buildStories15m.ts';
import { buildDecoderLayout } from '../models/decoderLayoutGraph.ts';
import { buildLlamaGraph } from '../models/llamaGraph.ts';
import { encodeOnnx } from '../models/onnxFile.ts';
import { MODEL_FILES } from './armProtocol.ts';

export interface BenchModel {
  readonly id: string;
  readonly title: string;
}

/** Writes the benchmark's models below `root`, each as a repository for transformers.js. */
export function writeBenchModels(root: string): BenchModel[] {
  const stories = readStoriesModel('pruned');
  const grouped = buildDecoderLayout(stories.checkpoint, {
    attention: 'grouped',
    weights: 'int4',
    positionIds: false,
    logitsToKeep: false,
  });
  writeRepository(root, 'stories15m-grouped-int4', stories, encodeOnnx(grouped));
  const multiHead = buildLlamaGraph(stories.checkpoint, 'int8');
  writeRepository(root, 'stories15m-multi-head-int8', stories, encodeOnnx(multiHead));
  return [
    { id: 'stories15m-grouped-int4', title: 'stories15M, GroupQueryAttention, int4' },
    { id: 'stories15m-multi-head-int8', title: 'stories15M, MultiHeadAttention, int8' },
  ];
}

/** Writes a graph of this model below `root` as a repository for transformers.js. */
export function writeRepository(root: string, id: string, stories: StoriesModel, graph: Uint8Array): void {
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
