import { causalBias } from '#tools/models/llama/causalBias.ts';
import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';
import { halfSplitRows, rotaryTables } from '#tools/models/llama/rotaryEmbedding.ts';
import { quantizeBlocks } from '#tools/models/onnx/blockQuantization.ts';
import { GraphBuilder, microsoft } from '#tools/models/onnx/graphBuilder.ts';
import { firstRows, type Matrix, stackRows, transpose } from '#tools/models/onnx/matrix.ts';
import { DATA_TYPE, type ModelProto } from '#tools/models/onnx/onnxFile.ts';

/** 'int4-int8': embedding and output layer, which share a table and suffer most from rounding, in 8 bits. */
export type WeightFormat = 'float32' | 'int8' | 'int4' | 'int4-int8';

/** 32 divides all of the model's widths; MatMulNBits takes powers of two from 16 on. */
const BLOCK_SIZE = 32;
export const NORM_EPSILON = 1e-5;

/** A linear layer: y = W x. */
interface LinearLayer {
  readonly input: string;
  /** Name of the output. */
  readonly name: string;
  readonly weights: Matrix;
  /** How many of the first rows to compute; all by default. */
  readonly used?: number;
}

/**
 * A Llama checkpoint in the decoder layout of transformers.js: `input_ids`, `attention_mask`, `position_ids`,
 * `past_key_values.N.key/value` -> `logits`, `present.N.key/value`. All of it runs on the WebGPU provider: no
 * length is read back as a shape, and the causal mask comes from the values of mask and positions.
 * @param inputPower mean square of each column of the linear layers' inputs, by the input's name: see
 *   `measureInputPower`
 */
export function buildLlamaGraph(
  model: LlamaCheckpoint,
  format: WeightFormat,
  inputPower?: ReadonlyMap<string, Float64Array>,
): ModelProto {
  const { sizes } = model;
  const { dim, hidden } = sizes;
  const headSize = dim / sizes.heads;
  const g = new GraphBuilder();
  const ids = g.input('input_ids', DATA_TYPE.int64, ['batch_size', 'sequence_length']);
  const mask = g.input('attention_mask', DATA_TYPE.int64, ['batch_size', 'total_sequence_length']);
  const positions = g.input('position_ids', DATA_TYPE.int64, ['batch_size', 'sequence_length']);

  const linear = ({ input, name, weights, used = weights.rows }: LinearLayer): string => {
    const { rows, columns } = weights;
    if (format === 'float32') {
      const transposed = transpose(firstRows(weights, used));
      return g.node('MatMul', [input, g.constant(`${name}.weight`, transposed, [columns, used])], name);
    }
    const bits = name === 'logits' ? tableBits(format) : format === 'int8' ? 8 : 4;
    const importance = inputPower?.get(input);
    const { data, scales, blocks, bytesPerBlock } = quantizeBlocks(weights, {
      bits,
      blockSize: BLOCK_SIZE,
      importance,
    });
    const table = [
      g.constant(`${name}.weight`, data, [rows, blocks, bytesPerBlock]),
      g.constant(`${name}.scales`, scales, [rows, blocks]),
    ];
    return g.node(
      microsoft('MatMulNBits'),
      [input, ...table.map((constant) => (used === rows ? constant : sliceRows(g, constant, used)))],
      name,
      // accuracy_level 1 keeps the activations in float32.
      { K: columns, N: used, bits, block_size: BLOCK_SIZE, accuracy_level: 1 },
    );
  };
  const norm = (input: string, name: string, weights: Float32Array): string =>
    g.node('SimplifiedLayerNormalization', [input, g.constant(`${name}.weight`, weights, [dim])], name, {
      axis: -1,
      epsilon: { float: NORM_EPSILON },
    });
  const square = (values: Float32Array): Matrix => ({ values, rows: dim, columns: dim });

  const bias = causalBias(g, mask, positions, sizes.context);
  const tables = rotaryTables(sizes.context, headSize);
  const tableDims = [sizes.context, headSize / 2];
  const cos = g.constant('rotary_cos', tables.cos, tableDims);
  const sin = g.constant('rotary_sin', tables.sin, tableDims);
  const rotary = (input: string, name: string): string =>
    g.node(microsoft('RotaryEmbedding'), [input, positions, cos, sin], name, { num_heads: sizes.heads });

  let x = embed(g, model, format, ids);
  const past = ['batch_size', sizes.heads, 'past_sequence_length', headSize];
  const present = ['batch_size', sizes.heads, 'total_sequence_length', headSize];
  model.layers.forEach((layer, i) => {
    const pastKey = g.input(`past_key_values.${i}.key`, DATA_TYPE.float32, past);
    const pastValue = g.input(`past_key_values.${i}.value`, DATA_TYPE.float32, past);
    const at = `layers.${i}`;
    const packed = linear({
      input: norm(x, `${at}.attention_norm`, layer.attentionNorm),
      name: `${at}.query_key_value`,
      weights: stackRows([
        halfSplitRows(square(layer.query), headSize),
        halfSplitRows(square(layer.key), headSize),
        square(layer.value),
      ]),
    });
    g.nodes('Split', [packed], [`${at}.query`, `${at}.key`, `${at}.value`], { axis: -1, num_outputs: 3 });
    const query = rotary(`${at}.query`, `${at}.query_rotated`);
    const key = rotary(`${at}.key`, `${at}.key_rotated`);
    g.nodes(
      microsoft('MultiHeadAttention'),
      [query, key, `${at}.value`, '', '', bias, pastKey, pastValue],
      [`${at}.attention`, `present.${i}.key`, `present.${i}.value`],
      { num_heads: sizes.heads },
    );
    g.output(`present.${i}.key`, DATA_TYPE.float32, present);
    g.output(`present.${i}.value`, DATA_TYPE.float32, present);
    const attended = linear({
      input: `${at}.attention`,
      name: `${at}.output`,
      weights: square(layer.output),
    });
    x = g.node('Add', [x, attended], `${at}.attention_residual`);

    const gateUp = linear({
      input: norm(x, `${at}.feed_forward_norm`, layer.feedForwardNorm),
      name: `${at}.gate_up`,
      weights: stackRows([
        { values: layer.gate, rows: hidden, columns: dim },
        { values: layer.up, rows: hidden, columns: dim },
      ]),
    });
    g.nodes('Split', [gateUp], [`${at}.gate`, `${at}.up`], { axis: -1, num_outputs: 2 });
    // QuickGelu with alpha 1 is x * sigmoid(x), that is SiLU.
    const active = g.node(microsoft('QuickGelu'), [`${at}.gate`], `${at}.silu`, { alpha: { float: 1 } });
    const product = g.node('Mul', [active, `${at}.up`], `${at}.product`);
    const fed = linear({
      input: product,
      name: `${at}.down`,
      weights: { values: layer.down, rows: dim, columns: hidden },
    });
    x = g.node('Add', [x, fed], `${at}.residual`);
  });

  linear({
    input: norm(x, 'final_norm', model.finalNorm),
    name: 'logits',
    weights: { values: model.embedding, rows: sizes.vocabulary, columns: dim },
    used: sizes.outputs,
  });
  g.output('logits', DATA_TYPE.float32, ['batch_size', 'sequence_length', sizes.outputs]);
  return g.build('llama');
}

/** Bits of the table that embedding and output layer share. */
const tableBits = (format: WeightFormat): 4 | 8 => (format === 'int4' ? 4 : 8);

/** The first rows of a constant. The runtime computes them once, when it loads the graph. */
const sliceRows = (g: GraphBuilder, constant: string, count: number): string =>
  g.node('Slice', [constant, g.integers([0]), g.integers([count]), g.integers([0])], `${constant}.first`);

/** Token ids -> [batch, sequence, dim]; in the quantized formats from the output layer's table. */
function embed(g: GraphBuilder, model: LlamaCheckpoint, format: WeightFormat, ids: string): string {
  const { vocabulary, dim } = model.sizes;
  if (format === 'float32') {
    return g.node('Gather', [g.constant('embedding', model.embedding, [vocabulary, dim]), ids], 'embedded');
  }
  const bits = tableBits(format);
  const rows = g.node('Reshape', ['logits.weight', g.integers([vocabulary, (dim * bits) / 8])], 'embedding');
  return g.node(microsoft('GatherBlockQuantized'), [rows, ids, 'logits.scales'], 'embedded', {
    bits,
    block_size: BLOCK_SIZE,
    gather_axis: 0,
    quantize_axis: 1,
  });
}
