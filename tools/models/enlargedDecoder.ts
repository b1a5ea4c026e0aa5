import type { LlamaCheckpoint, LlamaLayer, LlamaSizes } from './llama2Checkpoint.ts';

/** What a larger model is larger in; its heads are as wide as the given model's. */
export type DecoderSize = Pick<LlamaSizes, 'dim' | 'hidden' | 'layers' | 'vocabulary'>;

/**
 * A model at the size of a larger one: it writes the same text by the larger one's arithmetic, so that speed can be seen
 * on text that means something. What is added repeats what is there, and zeros keep it from reaching the residual stream.
 * @throws RangeError where the size is smaller, or no whole number of heads
 */
export function enlargeDecoder(model: LlamaCheckpoint, size: DecoderSize): LlamaCheckpoint {
  const { dim, hidden, heads, keyValueHeads, layers, vocabulary } = model.sizes;
  const wider = size.dim / dim;
  const sizes: LlamaSizes = {
    ...model.sizes,
    ...size,
    heads: heads * wider,
    keyValueHeads: keyValueHeads * wider,
    outputs: size.vocabulary,
  };
  if (!Number.isInteger(sizes.heads) || !Number.isInteger(sizes.keyValueHeads)) {
    throw new RangeError(`${size.dim} is no whole number of heads`);
  }
  if (wider < 1 || size.hidden < hidden || size.layers < layers || size.vocabulary < vocabulary) {
    throw new RangeError('not a larger size');
  }
  const keyValueWidth = (dim / heads) * keyValueHeads;
  const square = { rows: sizes.dim, columns: sizes.dim };
  const enlargeNorm = (gain: Float32Array) =>
    // The mean square is taken over zeros as well.
    Float32Array.from({ length: sizes.dim }, (_, i) => (i < dim ? gain[i]! / Math.sqrt(wider) : 1));
  const enlargeLayer = (layer: LlamaLayer, isAdded: boolean): LlamaLayer => ({
    attentionNorm: enlargeNorm(layer.attentionNorm),
    query: repeated(layer.query, dim, square),
    key: repeated(layer.key, dim, { ...square, rows: keyValueWidth * wider }),
    value: repeated(layer.value, dim, { ...square, rows: keyValueWidth * wider }),
    output: isAdded ? new Float32Array(sizes.dim * sizes.dim) : padded(layer.output, dim, square),
    feedForwardNorm: enlargeNorm(layer.feedForwardNorm),
    gate: repeated(layer.gate, dim, { ...square, rows: size.hidden }),
    down: isAdded
      ? new Float32Array(sizes.dim * size.hidden)
      : padded(layer.down, hidden, { ...square, columns: size.hidden }),
    up: repeated(layer.up, dim, { ...square, rows: size.hidden }),
  });
  return {
    sizes,
    embedding: padded(model.embedding, dim, { ...square, rows: size.vocabulary }),
    layers: Array.from({ length: size.layers }, (_, i) =>
      enlargeLayer(model.layers[i % layers]!, i >= layers),
    ),
    finalNorm: enlargeNorm(model.finalNorm),
  };
}

interface MatrixSize {
  readonly rows: number;
  readonly columns: number;
}

/** A matrix of so many columns in the corner of a larger one that is zero elsewhere. */
function padded(matrix: Float32Array, columns: number, to: MatrixSize): Float32Array {
  const out = new Float32Array(to.rows * to.columns);
  for (let row = 0; row < matrix.length / columns; row++) {
    out.set(matrix.subarray(row * columns, (row + 1) * columns), row * to.columns);
  }
  return out;
}

/** A matrix of so many columns, over and over. */
function repeated(matrix: Float32Array, columns: number, to: MatrixSize): Float32Array {
  const out = new Float32Array(to.rows * to.columns);
  const rows = matrix.length / columns;
  for (let row = 0; row < to.rows; row++) {
    const source = matrix.subarray((row % rows) * columns, ((row % rows) + 1) * columns);
    for (let at = 0; at < to.columns; at += columns) {
      out.set(source.subarray(0, Math.min(columns, to.columns - at)), row * to.columns + at);
    }
  }
  return out;
}
