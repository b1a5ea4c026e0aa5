import { tokenLogprob } from '#inference/sampling/tokenLogprobs.ts';
import type { TokenLogprob } from '#protocol/task/taskResult.ts';

/**
 * How far claimed log probabilities are from those that logits [vocabulary] give: the largest difference of a
 * token's, and by how much the list of the likeliest tokens leaves a likelier one out.
 * @param count how many of the likeliest tokens were asked for
 * @returns Infinity for a list of another length, or one that names a token twice or one beyond the
 *   vocabulary
 * @example logprobDistance(logits, token, result.logprobs[0], 5);
 */
export function logprobDistance(
  logits: Float32Array,
  token: number,
  claimed: TokenLogprob,
  count: number,
): number {
  const { top } = tokenLogprob(logits, token, count);
  const ids = new Set(claimed.top.map(([id]) => id));
  if (claimed.top.length !== top.length || ids.size !== top.length) return Infinity;
  const own = tokenLogprob(logits, token, 0).logprob;
  const normalizer = logits[token]! - own;
  let distance = Math.abs(own - claimed.logprob);
  for (const [at, [id, logprob]] of claimed.top.entries()) {
    if (id >= logits.length) return Infinity;
    const expected = logits[id]! - normalizer;
    distance = Math.max(distance, Math.abs(expected - logprob), top[at]![1] - expected);
  }
  return distance;
}
