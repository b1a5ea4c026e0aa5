import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';

/** Special tokens, then one token for each byte: what no text can do without. */
export const FIRST_WORD = 3 + 256;

/** All of a vocabulary's ids, the written ones first: an output layer that ends with them needs no others. */
export function writtenFirst(written: readonly number[], vocabulary: number): number[] {
  const isWritten = new Set(written);
  return [
    ...written,
    ...Array.from({ length: vocabulary }, (_, id) => id).filter((id) => !isWritten.has(id)),
  ];
}

/**
 * The model with its tokens renumbered, `order[new] = old`, and an output layer for the first `outputs` only.
 * It reads every text as before, and its logits of those are the same numbers.
 */
export function renumberTokens(
  model: LlamaCheckpoint,
  order: readonly number[],
  outputs: number,
): LlamaCheckpoint {
  const { dim } = model.sizes;
  const embedding = new Float32Array(order.length * dim);
  order.forEach((id, row) => embedding.set(model.embedding.subarray(id * dim, (id + 1) * dim), row * dim));
  return { ...model, sizes: { ...model.sizes, outputs }, embedding };
}
