import { normals, STREAM } from '#protocol/counterRandom.ts';
import type { LlamaCheckpoint, LlamaSizes } from './llama2Checkpoint.ts';

/** Wide enough for blocks of 32, deep enough for two layers' caches to be told apart. */
export const SMALL_DECODER: LlamaSizes = {
  dim: 64,
  hidden: 96,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  vocabulary: 160,
  outputs: 160,
  context: 128,
};

/** Spread that keeps the residual stream from exploding and the logits apart. */
const SPREAD = 0.3;

/**
 * A Llama with random weights: it says nothing, but computes as a real one does. The same seed gives the same
 * weights.
 */
export function randomDecoder(sizes: LlamaSizes, seed: number): LlamaCheckpoint {
  let drawn = 0;
  const random = (count: number, spread = SPREAD) =>
    normals(seed, STREAM.initialNoise, drawn++, count).map((value) => value * spread);
  const gain = () => random(sizes.dim, 0.1).map((value) => 1 + value);
  const { dim, hidden } = sizes;
  const keyValueWidth = (dim / sizes.heads) * sizes.keyValueHeads;
  return {
    sizes,
    embedding: random(sizes.vocabulary * dim, 1),
    layers: Array.from({ length: sizes.layers }, () => ({
      attentionNorm: gain(),
      query: random(dim * dim),
      key: random(keyValueWidth * dim),
      value: random(keyValueWidth * dim),
      output: random(dim * dim),
      feedForwardNorm: gain(),
      gate: random(hidden * dim),
      down: random(dim * hidden),
      up: random(hidden * dim),
    })),
    finalNorm: gain(),
  };
}

/** The same model with every matrix as `round` leaves it, so that a reference knows the weights of a format. */
export function withRoundedMatrices(
  model: LlamaCheckpoint,
  round: (weights: Float32Array, rows: number) => Float32Array,
): LlamaCheckpoint {
  const { dim, hidden, vocabulary } = model.sizes;
  const keyValueWidth = (dim / model.sizes.heads) * model.sizes.keyValueHeads;
  return {
    ...model,
    embedding: round(model.embedding, vocabulary),
    layers: model.layers.map((layer) => ({
      ...layer,
      query: round(layer.query, dim),
      key: round(layer.key, keyValueWidth),
      value: round(layer.value, keyValueWidth),
      output: round(layer.output, dim),
      gate: round(layer.gate, hidden),
      down: round(layer.down, dim),
      up: round(layer.up, hidden),
    })),
  };
}
