import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/**
 * The units that a result is charged for: an image's denoising steps, a text's prompt and answer tokens.
 * @example unitsOf(request, result); // 20 for an image of 20 steps
 */
export function unitsOf(request: TaskRequest, result: TaskResult): number {
  if (request.kind === 'image') return request.steps;
  return result.kind === 'text' ? result.promptTokens + result.tokens.length : 0;
}
