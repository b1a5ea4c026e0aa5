import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { TextAnswer } from '#inference/text/answer/textAnswer.ts';
import type { AnswerTimes } from '#inference/text/batchEntry.ts';
import type { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { promptTokensOf } from '#inference/text/promptTokens.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TaskProgress) => void) | undefined;
}

/** What a text model answers with. */
export interface TextModel {
  readonly batch: ContinuousBatch;
  readonly tokenizer: Pick<TextTokenizer, 'encodeChat' | 'decode'>;
  readonly manifest: Pick<DecoderManifest, 'context' | 'stopTokens'>;
}

export interface GeneratedText extends AnswerTimes {
  readonly result: Extract<TaskResult, { kind: 'text' }>;
}

/**
 * Answers a conversation, in one batch with the model's other answers. The answer ends at a stop token of the
 * model or a stop string of the request ('stop'), or at `maxTokens` or the end of the context ('length'). The
 * result's `tokens` are all sampled tokens but the stop token.
 * @throws InferenceError PROMPT_TOO_LONG, CANCELLED, NOT_FINITE; BAD_REQUEST when the prompt is empty or does
 *   not fit the chat template
 * @example
 * const { result } = await generateText({ batch, tokenizer, manifest }, request, { signal });
 */
export async function generateText(
  { batch, tokenizer, manifest }: TextModel,
  request: TextRequest,
  { signal, onProgress }: RunOptions = {},
): Promise<GeneratedText> {
  const prompt = promptTokensOf({ tokenizer, manifest }, request);
  const answer = new TextAnswer({
    tokenizer,
    manifest,
    request,
    promptTokens: prompt.length,
    onDelta: (delta) => onProgress?.({ kind: 'text', delta }),
  });
  const times = await batch.generate(prompt, answer, signal);
  return { result: answer.end(), ...times };
}
