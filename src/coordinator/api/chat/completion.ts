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

/**
 * OpenAI's list of log-probabilities; null if none were requested or the model is no longer served.
 */
export function logprobsOf(catalogue: ModelCatalogue, modelId: string, { tokens, logprobs }: TextResult) {
  const model = catalogue.find(modelId);
  if (logprobs === undefined || model === undefined || !isTextModel(model)) return null;
  const spelt = (token: number, logprob: number) => {
    const bytes = model.bytesOf(token);
    // Part of a character shows as U+FFFD; the bytes of its tokens make it whole.
    return { token: new TextDecoder().decode(bytes), logprob, bytes: [...bytes] };
  };
  const content = logprobs.map(({ logprob, top }, at) => ({
    ...spelt(tokens[at]!, logprob),
    top_logprobs: top.map(([token, each]) => spelt(token, each)),
  }));
  return { content, refusal: null };
}
