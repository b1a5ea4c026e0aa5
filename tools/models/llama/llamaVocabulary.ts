import type { LlamaCheckpoint } from '#tools/models/llama/llama2Checkpoint.ts';

/** The first ids are the special tokens, then one token for each byte; words start here. */
export const FIRST_WORD = 3 + 256;

/** All ids of a vocabulary, the written ones first, so that an output layer can end after them. */
export function writtenFirst(written: readonly number[], vocabulary: number): number[] {
  const isWritten = new Set(written);
  return [
    ...written,
    ...Array.from({ length: vocabulary }, (_, id) => id).filter((id) => !isWritten.has(id)),
  ];
}

/**
 * Renumbers a model's tokens, `order[new] = old`, and truncates its output layer to the first `outputs`. The
 * model reads every text as before, and the logits of those tokens are the same.
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
