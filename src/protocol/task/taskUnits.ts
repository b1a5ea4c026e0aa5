import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** What a result is charged for: an image by its denoising steps, a text by its prompt and answer tokens. */
export function unitsOf(request: TaskRequest, result: TaskResult): number {
  if (request.kind === 'image') return request.steps;
  return result.kind === 'text' ? result.promptTokens + result.tokens.length : 0;
}
