import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FinishedTask } from '#coordinator/api/tasks/taskDesk.ts';
import type { PackedLogprobs, ReadAnswer } from '#coordinator/results/readAnswer.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';

/** OpenAI's clients expect an id of this form. Ours contains the task's id. */
export const completionId = (task: LiveTask): string => `chatcmpl-${task.id.slice(2)}`;

export function textOf({ result }: FinishedTask): ReadAnswer {
  if (result.kind !== 'text') throw new Error(`The result of a text task is an ${result.kind}.`);
  return result;
}

export const usageOf = ({ promptTokens, tokens }: ReadAnswer) => ({
  prompt_tokens: promptTokens,
  completion_tokens: tokens.length,
  total_tokens: promptTokens + tokens.length,
});

/** Unpacking all tokens of the longest answer at once would hold up everything else for a moment. */
const UNPACKED_TOGETHER = 64;

/** OpenAI's list of log-probabilities; null if none were requested or the model is no longer served. */
export async function logprobsOf({ logprobs: packed }: ReadAnswer) {
  if (packed === undefined) return null;
  const content = [];
  for (const token of unpacked(packed)) {
    const [own, ...top] = token;
    content.push({ ...own!, top_logprobs: top });
    if (content.length % UNPACKED_TOGETHER === 0) await nextTurn();
  }
  return { content, refusal: null };
}

interface SpeltToken {
  token: string;
  logprob: number;
  bytes: number[];
}

const utf8 = new TextDecoder();

/** Each token with its alternatives. Part of a character shows as U+FFFD; its tokens' bytes make it whole. */
function* unpacked({ entries, logprobs, spelling, lengths }: PackedLogprobs): Generator<SpeltToken[]> {
  let [entry, at] = [0, 0];
  for (const count of entries) {
    const token: SpeltToken[] = [];
    for (const end = entry + count; entry < end; entry++) {
      const bytes = spelling.subarray(at, at + lengths[entry]!);
      token.push({ token: utf8.decode(bytes), logprob: logprobs[entry]!, bytes: [...bytes] });
      at += bytes.length;
    }
    yield token;
  }
}
