import type { LlamaCheckpoint } from './llama2Checkpoint.ts';

/** y = W x for W [rows, x.length] row-major, summed in float64. */
function multiply(weights: Float32Array, x: Float64Array, rows: number): Float64Array {
  const y = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < x.length; column++, at++) sum += weights[at]! * x[column]!;
    y[row] = sum;
  }
  return y;
}

function rmsNorm(x: Float64Array, weights: Float32Array): Float64Array {
  const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  const scale = 1 / Math.sqrt(meanSquare + 1e-5);
  return x.map((value, i) => value * scale * weights[i]!);
}

/** Rotates neighbouring pairs of each head by angles that fall from 1 to 1/10000 a position. */
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
 * Llama, word by word, straight from the checkpoint in plain float64 arithmetic: shares nothing with the ONNX
 * graph, so that the two can be held against each other.
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

  /** Takes the next token in and gives the logits [vocabulary] of the one after it. */
  step(token: number): Float64Array {
    const { sizes, embedding, layers, finalNorm } = this.#model;
    const headSize = sizes.dim / sizes.heads;
    const position = this.#keys[0]!.length;
    let x = Float64Array.from(embedding.subarray(token * sizes.dim, (token + 1) * sizes.dim));
    layers.forEach((layer, index) => {
      const normed = rmsNorm(x, layer.attentionNorm);
      const query = multiply(layer.query, normed, sizes.dim);
      const key = multiply(layer.key, normed, sizes.dim);
      rotate(query, position, headSize);
      rotate(key, position, headSize);
      this.#keys[index]!.push(key);
      this.#values[index]!.push(multiply(layer.value, normed, sizes.dim));
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
    return multiply(embedding, rmsNorm(x, finalNorm), sizes.vocabulary);
  }

  #attend(layer: number, query: Float64Array, headSize: number): Float64Array {
    const keys = this.#keys[layer]!;
    const values = this.#values[layer]!;
    const mixed = new Float64Array(query.length);
    for (let start = 0; start < query.length; start += headSize) {
      const scores = keys.map((key) => {
        let dot = 0;
        for (let i = start; i < start + headSize; i++) dot += query[i]! * key[i]!;
        return dot / Math.sqrt(headSize);
      });
      const highest = Math.max(...scores);
      const weights = scores.map((score) => Math.exp(score - highest));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      values.forEach((value, at) => {
        for (let i = start; i < start + headSize; i++) mixed[i]! += (weights[at]! / total) * value[i]!;
      });
    }
    return mixed;
  }
}
