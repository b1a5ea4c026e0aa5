import type { FinishedTask } from '#coordinator/api/taskDesk.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import type { TaskResult } from '#protocol/task.ts';

export type TextResult = Extract<TaskResult, { kind: 'text' }>;

/** OpenAI's clients expect an id of this look; ours leads back to the task. */
export const completionId = (task: LiveTask): string => `chatcmpl-${task.id.slice(2)}`;

export function textOf({ result }: FinishedTask): TextResult {
  if (result.kind !== 'text') throw new Error(`An ${result.kind} where a text was asked for.`);
  return result;
}

export const usageOf = ({ promptTokens, tokens }: TextResult) => ({
  prompt_tokens: promptTokens,
  completion_tokens: tokens.length,
  total_tokens: promptTokens + tokens.length,
});
