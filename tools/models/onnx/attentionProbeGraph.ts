import { GraphBuilder, microsoft } from '#tools/models/onnx/graphBuilder.ts';
import { DATA_TYPE, type ModelProto } from '#tools/models/onnx/onnxFile.ts';

/** Sizes of the probe. The engine's `attentionProbe.ts` computes the same attention on the CPU. */
export interface AttentionProbeSizes {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
}

/**
 * A graph of a single GroupQueryAttention without weights. Language models in the transformers.js layout
 * depend on this operator, and browsers' GPU stacks have computed it wrongly.
 */
export function buildAttentionProbe({ heads, keyValueHeads, headSize }: AttentionProbeSizes): ModelProto {
  const g = new GraphBuilder();
  const past = [1, keyValueHeads, 'past_sequence_length', headSize];
  const present = [1, keyValueHeads, 'total_sequence_length', headSize];
  g.nodes(
    microsoft('GroupQueryAttention'),
    [
      g.input('query', DATA_TYPE.float32, [1, 'sequence_length', heads * headSize]),
      g.input('key', DATA_TYPE.float32, [1, 'sequence_length', keyValueHeads * headSize]),
      g.input('value', DATA_TYPE.float32, [1, 'sequence_length', keyValueHeads * headSize]),
      g.input('past_key', DATA_TYPE.float32, past),
      g.input('past_value', DATA_TYPE.float32, past),
      g.input('last_key', DATA_TYPE.int32, [1]),
      g.input('key_count', DATA_TYPE.int32, [1]),
    ],
    ['attention', 'present_key', 'present_value'],
    { num_heads: heads, kv_num_heads: keyValueHeads },
  );
  g.output('attention', DATA_TYPE.float32, [1, 'sequence_length', heads * headSize]);
  g.output('present_key', DATA_TYPE.float32, present);
  g.output('present_value', DATA_TYPE.float32, present);
  return g.build('attention-probe');
}
