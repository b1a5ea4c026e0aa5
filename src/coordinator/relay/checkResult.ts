import { isTextModel, type ModelCatalogue, type TextModel } from '#coordinator/catalogue/modelCatalogue.ts';
import { isPngOfSize } from '#coordinator/relay/imageFile.ts';
import { AnswerStream } from '#inference/text/answerStream.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';
import { type TaskResult, taskResultSchema } from '#protocol/task/taskResult.ts';

type TextResult = Extract<TaskResult, { kind: 'text' }>;

/**
 * Reads a result and checks what can be checked without running the model: its shape, its size, and that it
 * does not charge for more than was asked. Only an audit can tell whether the model gives this result.
 * @throws RefusalError MALFORMED, BAD_RESULT
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
    checkText(catalogue, request, result);
    return result;
  }
  throw new RefusalError('BAD_RESULT', `a ${result.kind} for a task of kind ${request.kind}`);
}

function checkText(catalogue: ModelCatalogue, request: TextRequest, result: TextResult): void {
  const model = catalogue.find(request.model);
  if (model === undefined || !isTextModel(model))
    throw new RefusalError('BAD_RESULT', 'the model is not served');
  const promptTokens = model.promptTokens(request);
  if (result.promptTokens !== promptTokens) {
    throw new RefusalError('BAD_RESULT', `${result.promptTokens} prompt tokens, not ${promptTokens}`);
  }
  const most = Math.min(request.maxTokens, model.manifest.context - promptTokens);
  if (result.tokens.length > most) {
    throw new RefusalError('BAD_RESULT', `${result.tokens.length} tokens, at most ${most}`);
  }
  checkLogprobs(request, result);
  checkEnd(model, request, result, most);
}

/** The text is what the tokens decode to, and ends where the request ends it. */
function checkEnd(
  { manifest, decode, bytesOf }: TextModel,
  { stop }: TextRequest,
  { text, tokens, finishReason }: TextResult,
  most: number,
): void {
  if (tokens.some((token) => manifest.stopTokens.includes(token)))
    throw new RefusalError('BAD_RESULT', 'a stop token among its tokens');
  if (tokens.some((token) => bytesOf(token).length === 0))
    throw new RefusalError('BAD_RESULT', 'a token that is not in the vocabulary');
  const stream = new AnswerStream(decode, stop);
  const stopsAt = tokens.findIndex((token) => stream.push(token).stopped);
  if (stopsAt >= 0 && stopsAt < tokens.length - 1)
    throw new RefusalError('BAD_RESULT', 'tokens after a stop string');
  if (stopsAt < 0) stream.end();
  if (text !== stream.text) throw new RefusalError('BAD_RESULT', 'not the text of its tokens');
  const reason = stopsAt >= 0 || tokens.length < most ? 'stop' : 'length';
  if (finishReason !== reason) throw new RefusalError('BAD_RESULT', `ends by ${finishReason}, not ${reason}`);
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
