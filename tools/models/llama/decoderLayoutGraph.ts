import { encodeFloat16 } from '#inference/runtime/float16.ts';
import { causalBias, slidingBias } from '#tools/models/llama/causalBias.ts';
import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';
import { NORM_EPSILON } from '#tools/models/llama/llamaGraph.ts';
import { halfSplitRows, rotaryTables } from '#tools/models/llama/rotaryEmbedding.ts';
import { quantizeBlocks } from '#tools/models/onnx/blockQuantization.ts';
import { GraphBuilder, microsoft } from '#tools/models/onnx/graphBuilder.ts';
import { firstRows, type Matrix, transpose } from '#tools/models/onnx/matrix.ts';
import { DATA_TYPE, type ModelProto } from '#tools/models/onnx/onnxFile.ts';

/** The ways in which decoders are published for transformers.js. */
export interface DecoderLayout {
  /**
   * 'grouped': GroupQueryAttention, with lengths that CPU nodes count from the attention mask.
   * 'multi-head': MultiHeadAttention with a bias, for models with as many key heads as query heads.
   */
  readonly attention: 'grouped' | 'multi-head';
  /** Format of the weights. All else is float16 for 'float16' and 'int4-float16', and float32 otherwise. */
  readonly weights: 'float32' | 'float16' | 'int8' | 'int4' | 'int4-float16';
  /** Whether positions are an input; otherwise the attention operator counts them. */
  readonly positionIds: boolean;
  /** Whether the graph takes `num_logits_to_keep`. */
  readonly logitsToKeep: boolean;
  /** How many keys a query of grouped attention sees, and who counts them; all of them by default. */
  readonly window?: { readonly keys: number; readonly from: 'attention' | 'past' } | undefined;
}

const BLOCK_SIZE = 32;

/** A Llama in one of the standard layouts, with the same nodes as the exporters write. */
export function buildDecoderLayout(model: LlamaCheckpoint, layout: DecoderLayout): ModelProto {
  const { sizes } = model;
  const headSize = sizes.dim / sizes.heads;
  const keyValueWidth = headSize * sizes.keyValueHeads;
  const half = layout.weights === 'float16' || layout.weights === 'int4-float16';
  const real = half ? DATA_TYPE.float16 : DATA_TYPE.float32;
  const g = new GraphBuilder();
  const floats = (name: string, values: Float32Array, dims: readonly number[]) =>
    g.constant(name, half ? encodeFloat16(values) : values, dims);
  const ids = g.input('input_ids', DATA_TYPE.int64, ['batch_size', 'sequence_length']);
  const mask = g.input('attention_mask', DATA_TYPE.int64, ['batch_size', 'total_sequence_length']);
  const positions = layout.positionIds
    ? g.input('position_ids', DATA_TYPE.int64, ['batch_size', 'sequence_length'])
    : undefined;

  const linear = (input: string, name: string, weights: Matrix) => {
    const { rows, columns } = weights;
    if (layout.weights === 'float32' || layout.weights === 'float16') {
      return g.node('MatMul', [input, floats(`${name}.weight`, transpose(weights), [columns, rows])], name);
    }
    const bits = layout.weights === 'int8' ? 8 : 4;
    const { data, scales, blocks, bytesPerBlock } = quantizeBlocks(weights, { bits, blockSize: BLOCK_SIZE });
    const packed = g.constant(`${name}.weight`, data, [rows, blocks, bytesPerBlock]);
    return g.node(
      microsoft('MatMulNBits'),
      [input, packed, floats(`${name}.scales`, scales, [rows, blocks])],
      name,
      { K: columns, N: rows, bits, block_size: BLOCK_SIZE, accuracy_level: 1 },
    );
  };
  const matrix = (values: Float32Array, rows: number, columns = sizes.dim): Matrix => ({
    values,
    rows,
    columns,
  });
  const norm = (input: string, name: string, weights: Float32Array) =>
    g.node('SimplifiedLayerNormalization', [input, floats(`${name}.weight`, weights, [sizes.dim])], name, {
      axis: -1,
      epsilon: { float: NORM_EPSILON },
    });
  const tables = rotaryTables(sizes.context, headSize);
  const tableDims = [sizes.context, headSize / 2];
  const [cos, sin] = [floats('cos_cache', tables.cos, tableDims), floats('sin_cache', tables.sin, tableDims)];
  const rotary = (input: string, name: string, heads: number) =>
    positions
      ? g.node(microsoft('RotaryEmbedding'), [input, positions, cos, sin], name, { num_heads: heads })
      : input;

  const grouped = layout.attention === 'grouped';
  const lengths = grouped ? countedLengths(g, mask) : undefined;
  const slides = layout.window?.from === 'past' ? [slidingBias(g, ids, mask, layout.window.keys)] : [];
  const bias = grouped || !positions ? undefined : causalBias(g, mask, positions, sizes.context);
  let x = g.node(
    'Gather',
    [floats('embed_tokens.weight', model.embedding, [sizes.vocabulary, sizes.dim]), ids],
    'embedded',
  );
  model.layers.forEach((layer, i) => {
    const shape = (length: string) => ['batch_size', sizes.keyValueHeads, length, headSize];
    const past = ['key', 'value'].map((part) =>
      g.input(`past_key_values.${i}.${part}`, real, shape('past_sequence_length')),
    );
    const at = `layers.${i}`;
    const normed = norm(x, `${at}.input_layernorm`, layer.attentionNorm);
    const query = linear(normed, `${at}.q_proj`, halfSplitRows(matrix(layer.query, sizes.dim), headSize));
    const key = linear(normed, `${at}.k_proj`, halfSplitRows(matrix(layer.key, keyValueWidth), headSize));
    const value = linear(normed, `${at}.v_proj`, matrix(layer.value, keyValueWidth));
    const turned = [
      rotary(query, `${at}.q_rotated`, sizes.heads),
      rotary(key, `${at}.k_rotated`, sizes.keyValueHeads),
    ];
    const outputs = [`${at}.attention`, `present.${i}.key`, `present.${i}.value`];
    if (lengths) {
      g.nodes(
        microsoft('GroupQueryAttention'),
        [
          ...[...turned, value, ...past, lengths.lastKey, lengths.keyCount],
          ...(positions ? ['', ''] : [cos, sin]),
          ...['', ...slides],
        ],
        outputs,
        {
          ...{ num_heads: sizes.heads, kv_num_heads: sizes.keyValueHeads, do_rotary: positions ? 0 : 1 },
          ...(layout.window?.from === 'attention' && { local_window_size: layout.window.keys }),
        },
      );
    } else {
      if (!bias) throw new RangeError('Multi-head attention needs position ids.');
      const inputs = [...turned, value, '', '', bias, ...past];
      g.nodes(microsoft('MultiHeadAttention'), inputs, outputs, { num_heads: sizes.heads });
    }
    for (const present of outputs.slice(1)) g.output(present, real, shape('total_sequence_length'));
    x = g.node(
      'Add',
      [x, linear(`${at}.attention`, `${at}.o_proj`, matrix(layer.output, sizes.dim))],
      `${at}.attended`,
    );
    const inner = norm(x, `${at}.post_attention_layernorm`, layer.feedForwardNorm);
    const gate = linear(inner, `${at}.gate_proj`, matrix(layer.gate, sizes.hidden));
    const active = g.node('Mul', [gate, g.node('Sigmoid', [gate], `${at}.sigmoid`)], `${at}.silu`);
    const product = g.node(
      'Mul',
      [active, linear(inner, `${at}.up_proj`, matrix(layer.up, sizes.hidden))],
      `${at}.product`,
    );
    x = g.node(
      'Add',
      [x, linear(product, `${at}.down_proj`, matrix(layer.down, sizes.dim, sizes.hidden))],
      `${at}.residual`,
    );
  });

  const last = norm(x, 'final_norm', model.finalNorm);
  const kept = layout.logitsToKeep ? keptRows(g, last) : last;
  const head = linear(
    kept,
    half ? 'lm_head' : 'logits',
    firstRows(matrix(model.embedding, sizes.vocabulary), sizes.outputs),
  );
  if (half) g.node('Cast', [head], 'logits', { to: DATA_TYPE.float32 });
  g.output('logits', DATA_TYPE.float32, ['batch_size', 'sequence_length', sizes.outputs]);
  return g.build('decoder');
}

/** Sum of the mask less one, and the mask's width: how exporters compute GroupQueryAttention's lengths. */
function countedLengths(g: GraphBuilder, mask: string): { lastKey: string; keyCount: string } {
  const one = g.integers([1]);
  const sum = g.node('ReduceSum', [mask, one], 'attention_mask/sum', { keepdims: 0 });
  const lastKey = g.node('Cast', [g.node('Sub', [sum, one], 'attention_mask/less_one')], 'seqlens_k', {
    to: DATA_TYPE.int32,
  });
  const axis = g.constant('axis_one', BigInt64Array.of(1n), []);
  const width = g.node(
    'Gather',
    [g.node('Shape', [mask], 'attention_mask/shape'), axis],
    'attention_mask/width',
  );
  return { lastKey, keyCount: g.node('Cast', [width], 'total_seq_len', { to: DATA_TYPE.int32 }) };
}

/** The last `num_logits_to_keep` positions. */
function keptRows(g: GraphBuilder, hidden: string): string {
  const count = g.input('num_logits_to_keep', DATA_TYPE.int64, []);
  const first = g.node(
    'Neg',
    [g.node('Unsqueeze', [count, g.integers([0])], 'logits_to_keep/list')],
    'logits_to_keep/first',
  );
  const end = g.constant('logits_to_keep/end', BigInt64Array.of(2n ** 63n - 1n), [1]);
  return g.node('Slice', [hidden, first, end, g.integers([1])], 'kept_hidden');
}
