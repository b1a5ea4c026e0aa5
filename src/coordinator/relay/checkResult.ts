import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { isPngOfSize } from '#coordinator/relay/imageFile.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';
import { type TaskResult, taskResultSchema } from '#protocol/task/taskResult.ts';

type TextResult = Extract<TaskResult, { kind: 'text' }>;

/**
 * Reads a result and checks what can be checked without running the model: its shape, its size, and that it
 * does not charge for more than was asked. Only an audit can tell whether the model gives this result.
 * @throws RefusalError MALFORMED, BAD_RESULT; TokenizerError when it could not be checked
 */
export async function checkResult(
  catalogue: ModelCatalogue,
  request: TaskRequest,
  bytes: Uint8Array,
): Promise<TaskResult> {
  const result = decodeWire(taskResultSchema, bytes, TASK_LIMIT.resultBytes, TASK_LIMIT.resultItems);
  if (request.kind === 'image' && result.kind === 'image') {
    if (!(await isPngOfSize(result.png, request.width, request.height))) {
      throw new RefusalError('BAD_RESULT', `not a PNG of ${request.width} x ${request.height}`);
    }
    return result;
  }
  if (request.kind === 'text' && result.kind === 'text') {
    await checkText(catalogue, request, result);
    return result;
  }
  throw new RefusalError('BAD_RESULT', `a ${result.kind} for a task of kind ${request.kind}`);
}

async function checkText(catalogue: ModelCatalogue, request: TextRequest, result: TextResult): Promise<void> {
  const model = catalogue.find(request.model);
  if (model === undefined || !isTextModel(model))
    throw new RefusalError('BAD_RESULT', 'the model is not served');
  checkLogprobs(request, result);
  const { logprobs: _, ...answer } = result;
  const fault = await model.tokenizer.faultOf(request, answer);
  if (fault !== undefined) throw new RefusalError('BAD_RESULT', fault);
}

/** One for each token if they were asked for, none otherwise. */
function checkLogprobs({ topLogprobs }: TextRequest, { tokens, logprobs }: TextResult): void {
  if (topLogprobs === undefined) {
    if (logprobs !== undefined)
      throw new RefusalError('BAD_RESULT', 'log-probabilities that were not requested');
    return;
  }
  if (logprobs?.length !== tokens.length || logprobs.some(({ top }) => top.length > topLogprobs)) {
    throw new RefusalError(
      'BAD_RESULT',
      `not one log-probability per token with at most ${topLogprobs} alternatives`,
    );
  }
}
