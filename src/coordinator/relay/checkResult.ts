import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { isPngOfSize } from '#coordinator/relay/imageFile.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { taskResultSchema, type TaskResult } from '#protocol/task/taskResult.ts';
import type { TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';
import { decodeWire } from '#protocol/messages/wire.ts';

/** Characters of the longest single token in use: whole lines of spaces or dashes. */
const LONGEST_TOKEN_CHARACTERS = 256;

type TextResult = Extract<TaskResult, { kind: 'text' }>;

/**
 * Reads a result and checks what can be checked without running the model: its shape, its size, and that it
 * does not charge for more than was asked. Whether it is what the model gives is for an audit to say.
 * @throws RefusalError MALFORMED, BAD_RESULT
 */
export async function checkResult(
  catalogue: ModelCatalogue,
  request: TaskRequest,
  bytes: Uint8Array,
): Promise<TaskResult> {
  const result = decodeWire(taskResultSchema, bytes, TASK_LIMIT.resultBytes);
  if (request.kind === 'image' && result.kind === 'image') {
    if (!(await isPngOfSize(result.png, request.width, request.height))) {
      throw new RefusalError('BAD_RESULT', `not a PNG of ${request.width} x ${request.height}`);
    }
    return result;
  }
  if (request.kind === 'text' && result.kind === 'text') {
    checkText(catalogue, request, result);
    return result;
  }
  throw new RefusalError('BAD_RESULT', `a ${result.kind} for a task of kind ${request.kind}`);
}

function checkText(catalogue: ModelCatalogue, request: TextRequest, result: TextResult): void {
  const model = catalogue.find(request.model);
  if (model === undefined || !isTextModel(model))
    throw new RefusalError('BAD_RESULT', 'the model is not served');
  const promptTokens = model.promptTokens(request.messages);
  if (result.promptTokens !== promptTokens) {
    throw new RefusalError('BAD_RESULT', `${result.promptTokens} prompt tokens, not ${promptTokens}`);
  }
  const most = Math.min(request.maxTokens, model.manifest.context - promptTokens);
  if (result.tokens.length > most) {
    throw new RefusalError('BAD_RESULT', `${result.tokens.length} tokens, at most ${most}`);
  }
  checkLogprobs(request, result);
  if (result.text.length > result.tokens.length * LONGEST_TOKEN_CHARACTERS) {
    throw new RefusalError('BAD_RESULT', 'more text than its tokens can spell');
  }
}

/** One for each token if they were asked for, none otherwise. */
function checkLogprobs({ topLogprobs }: TextRequest, { tokens, logprobs }: TextResult): void {
  if (topLogprobs === undefined) {
    if (logprobs !== undefined)
      throw new RefusalError('BAD_RESULT', 'log-probabilities that nobody asked for');
    return;
  }
  if (logprobs?.length !== tokens.length || logprobs.some(({ top }) => top.length > topLogprobs)) {
    throw new RefusalError('BAD_RESULT', `not a log-probability with ${topLogprobs} others for each token`);
  }
}
