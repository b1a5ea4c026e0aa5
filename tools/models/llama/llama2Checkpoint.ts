/** Sizes of a Llama model. */
export interface LlamaSizes {
  readonly dim: number;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  /** Key and value heads. Each serves `heads / keyValueHeads` query heads. */
  readonly keyValueHeads: number;
  readonly vocabulary: number;
  /** Tokens that the output layer can write: the first ones of the vocabulary. */
  readonly outputs: number;
  readonly context: number;
}

/** One layer's weights, row-major [out, in] as in the file. */
export interface LlamaLayer {
  readonly attentionNorm: Float32Array;
  readonly query: Float32Array;
  readonly key: Float32Array;
  readonly value: Float32Array;
  readonly output: Float32Array;
  readonly feedForwardNorm: Float32Array;
  readonly gate: Float32Array;
  readonly down: Float32Array;
  readonly up: Float32Array;
}

export interface LlamaCheckpoint {
  readonly sizes: LlamaSizes;
  /** [vocabulary, dim]; also the output layer. */
  readonly embedding: Float32Array;
  readonly layers: readonly LlamaLayer[];
  readonly finalNorm: Float32Array;
}

const HEADER_INTEGERS = 7;

/**
 * Reads a version 0 checkpoint of llama2.c: seven int32 (dim, hidden, layers, heads, key-value heads,
 * vocabulary, context), then float32 weights, one kind after the other, each for all layers.
 * @throws RangeError when the header is not of this format, or the file is too short
 */
export function readLlama2Checkpoint(bytes: Uint8Array): LlamaCheckpoint {
  // A copy, because the data may not start at a multiple of four bytes.
  const { buffer } = new Uint8Array(bytes);
  const header = new Int32Array(buffer, 0, HEADER_INTEGERS);
  const [dim, hidden, layerCount, heads, keyValueHeads, vocabulary, context] = header as unknown as number[];
  const sizes = {
    dim: dim!,
    hidden: hidden!,
    layers: layerCount!,
    heads: heads!,
    keyValueHeads: keyValueHeads!,
    vocabulary: vocabulary!,
    outputs: vocabulary!,
    context: context!,
  };
  // A negative vocabulary size means a separate output layer, which this reader does not support.
  if (Object.values(sizes).some((size) => size <= 0) || keyValueHeads !== heads || dim! % heads! !== 0) {
    throw new RangeError(`Not a checkpoint with tied embedding and equal heads: its header is [${header}].`);
  }
  const floats = new Float32Array(buffer, HEADER_INTEGERS * 4);
  let offset = 0;
  const take = (count: number): Float32Array => {
    if (offset + count > floats.length) throw new RangeError('The checkpoint is too short.');
    offset += count;
    return floats.subarray(offset - count, offset);
  };
  const takeLayers = (count: number) => Array.from({ length: sizes.layers }, () => take(count));

  const embedding = take(sizes.vocabulary * sizes.dim);
  const square = sizes.dim * sizes.dim;
  const rectangle = sizes.dim * sizes.hidden;
  const parts = {
    attentionNorm: takeLayers(sizes.dim),
    query: takeLayers(square),
    key: takeLayers(square),
    value: takeLayers(square),
    output: takeLayers(square),
    feedForwardNorm: takeLayers(sizes.dim),
    gate: takeLayers(rectangle),
    down: takeLayers(rectangle),
    up: takeLayers(rectangle),
  };
  const layers = Array.from({ length: sizes.layers }, (_, i) => ({
    attentionNorm: parts.attentionNorm[i]!,
    query: parts.query[i]!,
    key: parts.key[i]!,
    value: parts.value[i]!,
    output: parts.output[i]!,
    feedForwardNorm: parts.feedForwardNorm[i]!,
    gate: parts.gate[i]!,
    down: parts.down[i]!,
    up: parts.up[i]!,
  }));
  return { sizes, embedding, layers, finalNorm: take(sizes.dim) };
}
