import type { LlamaCheckpoint } from './llama2Checkpoint.ts';
import type { Piece } from './sentencePieceVocabulary.ts';

/** Special tokens, then one token for each byte: what no text can do without. */
export const FIRST_WORD = 3 + 256;

/**
 * Adds to `chosen` what its members are merged from, so that every text whose tokens are all kept is still cut into
 * the same tokens: all that byte-pair merging passes through on its way to a token lies within that token, and its
 * order is that of the scores, which stay.
 */
export function withMergedParts(pieces: readonly Piece[], chosen: Iterable<number>): number[] {
  const ids = new Map(pieces.map(({ text }, id) => [text, id] as const).slice(FIRST_WORD));
  const kept = new Set<number>(Array.from({ length: FIRST_WORD }, (_, id) => id));
  for (const id of chosen) {
    let parts = id < FIRST_WORD ? [] : [...pieces[id]!.text];
    while (parts.length > 0) {
      for (const part of parts) if (ids.has(part)) kept.add(ids.get(part)!);
      parts = mergeBest(parts, pieces, ids);
    }
    kept.add(id);
  }
  return [...kept].sort((a, b) => a - b);
}

/** One step of byte-pair merging; empty once nothing is left to merge. */
function mergeBest(parts: readonly string[], pieces: readonly Piece[], ids: ReadonlyMap<string, number>): string[] {
  let best = { at: -1, score: -Infinity };
  for (let at = 0; at + 1 < parts.length; at++) {
    const id = ids.get(parts[at]! + parts[at + 1]!);
    if (id !== undefined && pieces[id]!.score > best.score) best = { at, score: pieces[id]!.score };
  }
  if (best.at < 0) return [];
  return [...parts.slice(0, best.at), parts[best.at]! + parts[best.at + 1]!, ...parts.slice(best.at + 2)];
}

/** The model with these tokens only, renumbered in their order; its logits of them are the same numbers. */
export function keepTokens(model: LlamaCheckpoint, kept: readonly number[]): LlamaCheckpoint {
  const { dim } = model.sizes;
  const embedding = new Float32Array(kept.length * dim);
  kept.forEach((id, row) => embedding.set(model.embedding.subarray(id * dim, (id + 1) * dim), row * dim));
  return { ...model, sizes: { ...model.sizes, vocabulary: kept.length }, embedding };
}
