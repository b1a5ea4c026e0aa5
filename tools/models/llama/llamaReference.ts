import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';

/**
 * y = W x for W [rows, x.length] row-major, in float64. Keeps four sums, so that no addition waits for the
 * previous one.
 */
function multiply(weights: Float32Array, x: Float64Array, rows: number): Float64Array {
  const y = new Float64Array(rows);
  const columns = x.length;
  if (columns % 4 !== 0) throw new RangeError(`${columns} columns are not a multiple of four.`);
  for (let row = 0, at = 0; row < rows; row++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let column = 0; column < columns; column += 4, at += 4) {
      a += weights[at]! * x[column]!;
      b += weights[at + 1]! * x[column + 1]!;
      c += weights[at + 2]! * x[column + 2]!;
      d += weights[at + 3]! * x[column + 3]!;
    }
    y[row] = a + b + (c + d);
  }
  return y;
}

function rmsNorm(x: Float64Array, weights: Float32Array): Float64Array {
  const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  const scale = 1 / Math.sqrt(meanSquare + 1e-5);
  return x.map((value, i) => value * scale * weights[i]!);
}

/** Rotates neighbouring pairs of each head, by angles per position that fall from 1 to 1/10000. */
function rotate(x: Float64Array, position: number, headSize: number): void {
  for (let i = 0; i < x.length; i += 2) {
    const angle = position / 10_000 ** ((i % headSize) / headSize);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [a, b] = [x[i]!, x[i + 1]!];
    x[i] = a * cos - b * sin;
    x[i + 1] = a * sin + b * cos;
  }
}

/**
 * Llama in plain float64 arithmetic, token by token, straight from the checkpoint. It shares no code with the
 * ONNX graph, so that one can check the other.
 */
export class LlamaReference {
  readonly #model: LlamaCheckpoint;
  readonly #keys: Float64Array[][];
  readonly #values: Float64Array[][];

  constructor(model: LlamaCheckpoint) {
    this.#model = model;
    this.#keys = model.layers.map(() => []);
    this.#values = model.layers.map(() => []);
  }

  /** Feeds a token; gives the logits [outputs] of the next one. */
  step(token: number): Float64Array {
    const { sizes, embedding, finalNorm } = this.#model;
    return multiply(embedding, rmsNorm(this.feed(token), finalNorm), sizes.outputs);
  }

  /** Feeds a token without computing logits; gives the last layer's output [dim]. */
  feed(token: number): Float64Array {
    const { sizes, embedding, layers } = this.#model;
    const headSize = sizes.dim / sizes.heads;
    const position = this.#keys[0]!.length;
    let x = Float64Array.from(embedding.subarray(token * sizes.dim, (token + 1) * sizes.dim));
    layers.forEach((layer, index) => {
      const normed = rmsNorm(x, layer.attentionNorm);
      const keyValueWidth = headSize * sizes.keyValueHeads;
      const query = multiply(layer.query, normed, sizes.dim);
      const key = multiply(layer.key, normed, keyValueWidth);
      rotate(query, position, headSize);
      rotate(key, position, headSize);
      this.#keys[index]!.push(key);
      this.#values[index]!.push(multiply(layer.value, normed, keyValueWidth));
      const mixed = this.#attend(index, query, headSize);
      const attended = multiply(layer.output, mixed, sizes.dim);
      x = x.map((value, i) => value + attended[i]!);

      const inner = rmsNorm(x, layer.feedForwardNorm);
      const gate = multiply(layer.gate, inner, sizes.hidden);
      const up = multiply(layer.up, inner, sizes.hidden);
      const fed = multiply(
        layer.down,
        gate.map((g, i) => (g / (1 + Math.exp(-g))) * up[i]!),
        sizes.dim,
      );
      x = x.map((value, i) => value + fed[i]!);
    });
    return x;
  }

  #attend(layer: number, query: Float64Array, headSize: number): Float64Array {
    const keys = this.#keys[layer]!;
    const values = this.#values[layer]!;
    const mixed = new Float64Array(query.length);
    const { heads, keyValueHeads } = this.#model.sizes;
    for (let start = 0; start < query.length; start += headSize) {
      const shared = Math.floor((start / headSize) * (keyValueHeads / heads)) * headSize;
      const scores = keys.map((key) => {
        let dot = 0;
        for (let i = 0; i < headSize; i++) dot += query[start + i]! * key[shared + i]!;
        return dot / Math.sqrt(headSize);
      });
      const highest = Math.max(...scores);
      const weights = scores.map((score) => Math.exp(score - highest));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      values.forEach((value, at) => {
        for (let i = 0; i < headSize; i++) {
          mixed[start + i]! += (weights[at]! / total) * value[shared + i]!;
        }
      });
    }
    return mixed;
  }
}
