import type { Answer, TextModelParts } from '#inference/text/answer/answerFault.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type TokenLogprob, taskResultSchema } from '#protocol/task/taskResult.ts';

/**
 * Log-probabilities in four buffers, which cross threads in no time, unlike a hundred thousand objects. Each
 * token has its own entry and then its alternatives.
 */
export interface PackedLogprobs {
  /** Entries of each token. */
  readonly entries: Uint8Array;
  /** Of each entry. */
  readonly logprobs: Float64Array;
  /** Bytes that each entry's token adds to a text, which may be part of a character, and how many. */
  readonly spelling: Uint8Array;
  readonly lengths: Uint16Array;
}

/** A text result for its client. */
export type ReadAnswer = Answer & { readonly logprobs?: PackedLogprobs };

/** Decodes a stored text result and spells the tokens of its log-probabilities. */
export function readAnswer(model: TextModelParts, bytes: Uint8Array): ReadAnswer {
  const result = decodeWire(taskResultSchema, bytes, TASK_LIMIT.resultBytes, TASK_LIMIT.resultItems);
  if (result.kind !== 'text') throw new Error(`The result of a text task is an ${result.kind}.`);
  const { logprobs, ...answer } = result;
  return logprobs === undefined ? answer : { ...answer, logprobs: packed(model, result.tokens, logprobs) };
}

function packed(
  { tokenizer }: TextModelParts,
  tokens: readonly number[],
  logprobs: readonly TokenLogprob[],
): PackedLogprobs {
  const entries = logprobs.map(({ logprob, top }, at): [number, number][] => [
    [tokens[at]!, logprob],
    ...top,
  ]);
  const all = entries.flat();
  const spelt = all.map(([token]) => tokenizer.bytesOf(token));
  return {
    entries: Uint8Array.from(entries, ({ length }) => length),
    logprobs: Float64Array.from(all, ([, logprob]) => logprob),
    spelling: Buffer.concat(spelt),
    lengths: Uint16Array.from(spelt, ({ length }) => length),
  };
}
