import { GraphBuilder, MICROSOFT } from '#tools/models/onnx/graphBuilder.ts';
import { quantizeBlocks } from '#tools/models/onnx/blockQuantization.ts';
import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';
import { DATA_TYPE, type ModelProto } from '#tools/models/onnx/onnxFile.ts';

/** 'int4-int8': embedding and output layer, which are one and feel rounding most, in 8 bits. */
export type WeightFormat = 'float32' | 'int8' | 'int4' | 'int4-int8';

/** 32 divides all of the model's widths; MatMulNBits takes powers of two from 16 on. */
const BLOCK_SIZE = 32;
export const NORM_EPSILON = 1e-5;
const ROPE_BASE = 10_000;
/** Added to the scores of keys that a query must not see. */
const MASKED = -1e9;

/**
 * A Llama checkpoint in the decoder layout of transformers.js: `input_ids`, `attention_mask`, `position_ids`,
 * `past_key_values.N.key/value` -> `logits`, `present.N.key/value`. All of it runs on the WebGPU provider:
 * lengths are never read back as shapes, and the causal mask comes from the values of mask and positions.
 * @param inputPower mean square of each column of what the products are fed, by its name: `measureInputPower`
 */
export function buildLlamaGraph(
  model: LlamaCheckpoint,
  format: WeightFormat,
  inputPower?: ReadonlyMap<string, Float64Array>,
): ModelProto {
  const { sizes } = model;
  const headSize = sizes.dim / sizes.heads;
  const g = new GraphBuilder();
  const ids = g.input('input_ids', DATA_TYPE.int64, ['batch_size', 'sequence_length']);
  const mask = g.input('attention_mask', DATA_TYPE.int64, ['batch_size', 'total_sequence_length']);
  const positions = g.input('position_ids', DATA_TYPE.int64, ['batch_size', 'sequence_length']);

  const linear = (
    input: string,
    name: string,
    weights: Float32Array,
    rows: number,
    columns: number,
    used = rows,
  ): string => {
    if (format === 'float32') {
      const first = weights.subarray(0, used * columns);
      const transposed = g.constant(`${name}.weight`, transpose(first, used, columns), [columns, used]);
      return g.node('MatMul', [input, transposed], name);
    }
    const bits = name === 'logits' ? wordBits(format) : format === 'int8' ? 8 : 4;
    const power = inputPower?.get(input);
    const { data, scales, blocks, bytesABlock } = quantizeBlocks(
      weights,
      rows,
      columns,
      bits,
      BLOCK_SIZE,
      power,
    );
    const table = [
      g.constant(`${name}.weight`, data, [rows, blocks, bytesABlock]),
      g.constant(`${name}.scales`, scales, [rows, blocks]),
    ];
    return g.node(
      'MatMulNBits',
      [input, ...table.map((constant) => (used === rows ? constant : firstRows(g, constant, used)))],
      name,
      // accuracy_level 1 keeps the activations in float32.
      { K: columns, N: used, bits, block_size: BLOCK_SIZE, accuracy_level: 1 },
      MICROSOFT,
    );
  };
  const norm = (input: string, name: string, weights: Float32Array): string =>
    g.node(
      'SimplifiedLayerNormalization',
      [input, g.constant(`${name}.weight`, weights, [sizes.dim])],
      name,
      { axis: -1, epsilon: { float: NORM_EPSILON } },
    );

  const bias = causalBias(g, mask, positions, sizes.context);
  const tables = rotaryTables(sizes.context, headSize);
  const tableDims = [sizes.context, headSize / 2];
  const cos = g.constant('rotary_cos', tables.cos, tableDims);
  const sin = g.constant('rotary_sin', tables.sin, tableDims);
  const rotary = (input: string, name: string): string =>
    g.node('RotaryEmbedding', [input, positions, cos, sin], name, { num_heads: sizes.heads }, MICROSOFT);

  let x = embed(g, model, format, ids);
  const past = ['batch_size', sizes.heads, 'past_sequence_length', headSize];
  const present = ['batch_size', sizes.heads, 'total_sequence_length', headSize];
  model.layers.forEach((layer, i) => {
    const pastKey = g.input(`past_key_values.${i}.key`, DATA_TYPE.float32, past);
    const pastValue = g.input(`past_key_values.${i}.value`, DATA_TYPE.float32, past);
    const at = `layers.${i}`;
    const normed = norm(x, `${at}.attention_norm`, layer.attentionNorm);
    const joined = concatenate([
      halfSplitRows(layer.query, sizes.dim, headSize),
      halfSplitRows(layer.key, sizes.dim, headSize),
      layer.value,
    ]);
    const packed = linear(normed, `${at}.query_key_value`, joined, 3 * sizes.dim, sizes.dim);
    g.nodes('Split', [packed], [`${at}.query`, `${at}.key`, `${at}.value`], { axis: -1, num_outputs: 3 });
    const query = rotary(`${at}.query`, `${at}.query_rotated`);
    const key = rotary(`${at}.key`, `${at}.key_rotated`);
    g.nodes(
      'MultiHeadAttention',
      [query, key, `${at}.value`, '', '', bias, pastKey, pastValue],
      [`${at}.attention`, `present.${i}.key`, `present.${i}.value`],
      { num_heads: sizes.heads },
      MICROSOFT,
    );
    g.output(`present.${i}.key`, DATA_TYPE.float32, present);
    g.output(`present.${i}.value`, DATA_TYPE.float32, present);
    const attended = linear(`${at}.attention`, `${at}.output`, layer.output, sizes.dim, sizes.dim);
    x = g.node('Add', [x, attended], `${at}.attention_residual`);

    const inner = norm(x, `${at}.feed_forward_norm`, layer.feedForwardNorm);
    const gateUp = linear(
      inner,
      `${at}.gate_up`,
      concatenate([layer.gate, layer.up]),
      2 * sizes.hidden,
      sizes.dim,
    );
    g.nodes('Split', [gateUp], [`${at}.gate`, `${at}.up`], { axis: -1, num_outputs: 2 });
    // QuickGelu with alpha 1 is x * sigmoid(x), that is SiLU.
    const active = g.node('QuickGelu', [`${at}.gate`], `${at}.silu`, { alpha: { float: 1 } }, MICROSOFT);
    const product = g.node('Mul', [active, `${at}.up`], `${at}.product`);
    const fed = linear(product, `${at}.down`, layer.down, sizes.dim, sizes.hidden);
    x = g.node('Add', [x, fed], `${at}.residual`);
  });

  const normed = norm(x, 'final_norm', model.finalNorm);
  linear(normed, 'logits', model.embedding, sizes.vocabulary, sizes.dim, sizes.outputs);
  g.output('logits', DATA_TYPE.float32, ['batch_size', 'sequence_length', sizes.outputs]);
  return g.build('llama');
}

const wordBits = (format: WeightFormat): 4 | 8 => (format === 'int4' ? 4 : 8);

/** Of a constant; the runtime computes it once, when it loads the graph. */
const firstRows = (g: GraphBuilder, constant: string, count: number): string =>
  g.node('Slice', [constant, g.integers([0]), g.integers([count]), g.integers([0])], `${constant}.first`);

/** Token ids -> [batch, sequence, dim]; the quantized formats have one table for this and the output layer. */
function embed(g: GraphBuilder, model: LlamaCheckpoint, format: WeightFormat, ids: string): string {
  const { vocabulary, dim } = model.sizes;
  if (format === 'float32') {
    return g.node('Gather', [g.constant('embedding', model.embedding, [vocabulary, dim]), ids], 'embedded');
  }
  const bits = wordBits(format);
  const rows = g.node('Reshape', ['logits.weight', g.integers([vocabulary, (dim * bits) / 8])], 'embedding');
  return g.node(
    'GatherBlockQuantized',
    [rows, ids, 'logits.scales'],
    'embedded',
    { bits, block_size: BLOCK_SIZE, gather_axis: 0, quantize_axis: 1 },
    MICROSOFT,
  );
}

/** [batch, 1, sequence, total] of 0 where the query may see the key and MASKED elsewhere. */
export function causalBias(g: GraphBuilder, mask: string, positions: string, context: number): string {
  // Look-ups stand in for casts: the WebGPU provider takes int64 as an index and in no other way.
  const counts = g.constant(
    'counts',
    Float32Array.from({ length: context }, (_, i) => i),
    [context],
  );
  const real = g.node('Gather', [counts, mask], 'mask_float');
  const one = g.constant('one', new Float32Array([1]), []);
  const axis = g.constant('axis_1', new Int32Array([1]), []);
  const counted = g.node('CumSum', [real, axis], 'keys_counted');
  const keys = g.node(
    'Reshape',
    [g.node('Sub', [counted, one], 'key_flat'), g.integers([0, 1, 1, -1])],
    'keys',
  );
  const place = g.node('Gather', [counts, positions], 'position_float');
  const queries = g.node('Reshape', [place, g.integers([0, 1, -1, 1])], 'queries');
  const causal = g.node('LessOrEqual', [keys, queries], 'causal');
  const shown = g.node('Greater', [real, g.constant('half', new Float32Array([0.5]), [])], 'shown_flat');
  const seen = g.node('Reshape', [shown, g.integers([0, 1, 1, -1])], 'shown');
  const allowed = g.node('And', [causal, seen], 'allowed');
  const zero = g.constant('zero', new Float32Array([0]), []);
  return g.node('Where', [allowed, zero, g.constant('masked', new Float32Array([MASKED]), [])], 'bias');
}

/** cos and sin [context, headSize / 2] of RoPE's angles. */
export function rotaryTables(context: number, headSize: number): { cos: Float32Array; sin: Float32Array } {
  const half = headSize / 2;
  const angles = Float64Array.from({ length: context * half }, (_, i) => {
    return Math.floor(i / half) / ROPE_BASE ** ((i % half) / half);
  });
  return { cos: Float32Array.from(angles, Math.cos), sin: Float32Array.from(angles, Math.sin) };
}

/** Reorders each head's rows from neighbouring pairs to halves, which is how RotaryEmbedding pairs them. */
export function halfSplitRows(weights: Float32Array, dim: number, headSize: number): Float32Array {
  const out = new Float32Array(weights.length);
  for (let row = 0; row < weights.length / dim; row++) {
    const within = row % headSize;
    const target = row - within + (within % 2) * (headSize / 2) + Math.floor(within / 2);
    out.set(weights.subarray(row * dim, (row + 1) * dim), target * dim);
  }
  return out;
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

export function transpose(weights: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(weights.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out[column * rows + row] = weights[row * columns + column]!;
  }
  return out;
}
