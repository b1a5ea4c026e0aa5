import { argmax } from '#inference/sampling/tokenSampling.ts';
import type { TokenLogprob } from '#protocol/task/taskResult.ts';

/**
 * The natural log probability of a token under softmax of the logits [vocabulary], without temperature or
 * nucleus, and those of the `count` likeliest tokens, ties to the lower id.
 * @example
 * tokenLogprob(Float32Array.of(0, 1), 1, 1); // { logprob: -0.31…, top: [[1, -0.31…]] }
 */
export function tokenLogprob(logits: Float32Array, token: number, count: number): TokenLogprob {
  const highest = logits[argmax(logits)]!;
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - highest);
  const normalizer = highest + Math.log(total);
  // Rounding must not give a probability above one.
  const logprob = (id: number) => Math.min(0, logits[id]! - normalizer);
  return {
    logprob: logprob(token),
    top: likeliest(logits, Math.min(count, logits.length)).map((id) => [id, logprob(id)]),
  };
}

/** Ids of the `count` highest logits, highest first. */
function likeliest(logits: Float32Array, count: number): number[] {
  const ids: number[] = [];
  for (let id = 0; id < logits.length && count > 0; id++) {
    if (ids.length === count && logits[id]! <= logits[ids.at(-1)!]!) continue;
    const place = ids.findIndex((other) => logits[other]! < logits[id]!);
    ids.splice(place < 0 ? ids.length : place, 0, id);
    if (ids.length > count) ids.pop();
  }
  return ids;
}
