import { tokenizerFault } from '#coordinator/api/chat/tokenizerFault.ts';
import type { FinishedTask } from '#coordinator/api/tasks/taskDesk.ts';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

export type TextResult = Extract<TaskResult, { kind: 'text' }>;

/** OpenAI's clients expect an id of this form. Ours contains the task's id. */
export const completionId = (task: LiveTask): string => `chatcmpl-${task.id.slice(2)}`;

export function textOf({ result }: FinishedTask): TextResult {
  if (result.kind !== 'text') throw new Error(`The result of a text task is an ${result.kind}.`);
  return result;
}

export const usageOf = ({ promptTokens, tokens }: TextResult) => ({
  prompt_tokens: promptTokens,
  completion_tokens: tokens.length,
  total_tokens: promptTokens + tokens.length,
});

/** Spelling all tokens of the longest answer at once would hold up everything else for a moment. */
const SPELT_TOGETHER = 64;

/**
 * OpenAI's list of log-probabilities; null if none were requested or the model is no longer served.
 * @throws ApiFault of `tokenizerFault`
 */
export async function logprobsOf(
  catalogue: ModelCatalogue,
  modelId: string,
  { tokens, logprobs }: TextResult,
) {
  const model = catalogue.find(modelId);
  if (logprobs === undefined || model === undefined || !isTextModel(model)) return null;
  const content = [];
  for (let start = 0; start < logprobs.length; start += SPELT_TOGETHER) {
    const some = logprobs
      .slice(start, start + SPELT_TOGETHER)
      .map(({ logprob, top }, at): [number, number][] => [[tokens[start + at]!, logprob], ...top]);
    const spelling = await model.tokenizer
      .spell(some.flatMap((each) => each.map(([token]) => token)))
      .catch((error: unknown) => {
        throw tokenizerFault(error);
      });
    const bytes = spelling.values();
    for (const each of some) {
      const [own, ...top] = each.map(([, logprob]) => spelt(bytes.next().value!, logprob));
      content.push({ ...own!, top_logprobs: top });
    }
  }
  return { content, refusal: null };
}

const utf8 = new TextDecoder();

/** Part of a character shows as U+FFFD; the bytes of its tokens make it whole. */
const spelt = (bytes: number[], logprob: number) => ({
  token: utf8.decode(Uint8Array.from(bytes)),
  logprob,
  bytes,
});
