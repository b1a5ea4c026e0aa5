import { decodeFloat16, encodeFloat16 } from '#inference/float16.ts';
import type { GraphBytes } from '#inference/runtime.ts';
import { dequantizeBlocks, quantizeBlocks } from './blockQuantization.ts';
import { buildDecoderLayout, type DecoderLayout } from './decoderLayoutGraph.ts';
import { moveWeightsOut } from './externalWeights.ts';
import type { LlamaCheckpoint } from './llama2Checkpoint.ts';
import { encodeOnnx } from './onnxFile.ts';
import { randomDecoder, SMALL_DECODER, withRoundedMatrices } from './randomDecoder.ts';

export interface LayoutCase extends DecoderLayout {
  readonly name: string;
  readonly externalData: boolean;
  /** Whether it needs an adapter with `shader-f16`. */
  readonly half: boolean;
}

function layoutCase(
  attention: DecoderLayout['attention'],
  weights: DecoderLayout['weights'],
  options: { positionIds?: boolean; logitsToKeep?: boolean; externalData?: boolean } = {},
): LayoutCase {
  const { positionIds = attention === 'multi-head', logitsToKeep = false, externalData = false } = options;
  const extras = [
    positionIds ? 'position_ids' : '',
    logitsToKeep ? 'num_logits_to_keep' : '',
    externalData ? 'external data' : '',
  ].filter(Boolean);
  return {
    name: [attention, weights, ...extras].join(', '),
    attention,
    weights,
    positionIds,
    logitsToKeep,
    externalData,
    half: weights.endsWith('float16'),
  };
}

/** Every way in which decoders for transformers.js are published, at least once. */
export const LAYOUT_CASES: readonly LayoutCase[] = [
  layoutCase('grouped', 'float32'),
  layoutCase('grouped', 'float32', { positionIds: true, externalData: true }),
  layoutCase('grouped', 'int8', { logitsToKeep: true }),
  layoutCase('grouped', 'int4', { logitsToKeep: true, externalData: true }),
  layoutCase('multi-head', 'float32'),
  layoutCase('multi-head', 'int4'),
  layoutCase('grouped', 'float16', { positionIds: true }),
  layoutCase('grouped', 'int4-float16', { externalData: true }),
];

/** A small random model in a layout: its files, and the weights that they hold for a reference. */
export function makeLayoutCase(
  layout: LayoutCase,
  seed: number,
): { graph: GraphBytes; model: LlamaCheckpoint } {
  const keyValueHeads = layout.attention === 'grouped' ? SMALL_DECODER.keyValueHeads : SMALL_DECODER.heads;
  const model = withRoundedMatrices(
    randomDecoder({ ...SMALL_DECODER, keyValueHeads }, seed),
    (weights, rows) => roundMatrix(weights, rows, layout.weights),
  );
  const whole = buildDecoderLayout(model, layout);
  if (!layout.externalData) return { graph: { model: encodeOnnx(whole), externalData: [] }, model };
  const path = 'model.onnx_data';
  const split = moveWeightsOut(whole, path);
  return {
    graph: { model: encodeOnnx(split.model), externalData: [{ path, data: split.data }] },
    model,
  };
}

const BLOCK_SIZE = 32;

function roundMatrix(weights: Float32Array, rows: number, format: DecoderLayout['weights']): Float32Array {
  if (format === 'float32') return weights;
  if (format === 'float16') return decodeFloat16(encodeFloat16(weights));
  const bits = format === 'int8' ? 8 : 4;
  const quantized = quantizeBlocks(weights, rows, weights.length / rows, bits, BLOCK_SIZE);
  // The scales are stored in the format that the graph computes in.
  const scales =
    format === 'int4-float16' ? decodeFloat16(encodeFloat16(quantized.scales)) : quantized.scales;
  return dequantizeBlocks({ ...quantized, scales }, bits, BLOCK_SIZE);
}
