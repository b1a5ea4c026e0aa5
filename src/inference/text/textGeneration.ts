import type { AnswerTimes, ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { DecoderManifest } from '#inference/manifest/manifest.ts';
import type { RunOptions } from '#inference/runtime/runOptions.ts';
import { TextAnswer } from '#inference/text/textAnswer.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TaskResult, TextRequest } from '#protocol/task/task.ts';

export interface GeneratedText extends AnswerTimes {
  readonly result: Extract<TaskResult, { kind: 'text' }>;
}

/**
 * Answers a conversation token by token, together with whatever else the batch answers. The answer ends at one of the
 * model's stop tokens or the request's stop strings ('stop'), or at `maxTokens` or the end of the context ('length').
 * `tokens` of the result holds every sampled token but the stop token itself.
 * @throws InferenceError PROMPT_TOO_LONG, CANCELLED, NOT_FINITE, BAD_REQUEST
 */
export async function generateText(
  batch: ContinuousBatch,
  tokenizer: Pick<TextTokenizer, 'encodeChat' | 'decode'>,
  manifest: DecoderManifest,
  request: TextRequest,
  { signal, onProgress }: RunOptions = {},
): Promise<GeneratedText> {
  const prompt = tokenizer.encodeChat(request.messages);
  if (prompt.length === 0) throw new InferenceError('BAD_REQUEST', 'The prompt is empty.');
  if (prompt.length >= manifest.context) {
    throw new InferenceError(
      'PROMPT_TOO_LONG',
      `The prompt has ${prompt.length} tokens; this model takes fewer than ${manifest.context}.`,
    );
  }
  const answer = new TextAnswer(tokenizer, manifest, request, prompt.length, (delta) =>
    onProgress?.({ kind: 'text', delta }),
  );
  const times = await batch.grow(prompt, answer, signal);
  return { result: answer.end(), ...times };
}
