import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readStoriesModel } from '../models/buildStories15m.ts';
import { buildDecoderLayout, type DecoderLayout } from '../models/decoderLayoutGraph.ts';
import { buildLlamaGraph } from '../models/llamaGraph.ts';
import { encodeOnnx, type ModelProto } from '../models/onnxFile.ts';
import { MODEL_FILES } from './armProtocol.ts';

export interface BenchModel {
  readonly id: string;
  readonly title: string;
}

const layout = (weights: DecoderLayout['weights']): DecoderLayout => ({
  attention: 'grouped',
  weights,
  positionIds: false,
  logitsToKeep: false,
});

/** Writes the benchmark's models below `root`, each as a repository for transformers.js. */
export function writeBenchModels(root: string): BenchModel[] {
  const { checkpoint, tokenizer, config } = readStoriesModel('pruned');
  const { sizes } = checkpoint;
  const write = (id: string, title: string, graph: ModelProto): BenchModel => {
    const place = (path: string, content: string | Uint8Array) => {
      mkdirSync(dirname(join(root, id, path)), { recursive: true });
      writeFileSync(join(root, id, path), content);
    };
    place(MODEL_FILES.graph, encodeOnnx(graph));
    place(MODEL_FILES.tokenizer, JSON.stringify(tokenizer));
    place(MODEL_FILES.tokenizerConfig, JSON.stringify(config));
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
    return { id, title };
  };
  return [
    write(
      'stories15m-grouped-int4',
      'stories15M, GroupQueryAttention, int4',
      buildDecoderLayout(checkpoint, layout('int4')),
    ),
    write(
      'stories15m-multi-head-int8',
      'stories15M, MultiHeadAttention, int8',
      buildLlamaGraph(checkpoint, 'int8'),
    ),
  ];
}
