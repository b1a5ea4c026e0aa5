import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';

/** What tells a request's prompt. */
export interface PromptModel {
  readonly tokenizer: Pick<TextTokenizer, 'encodeChat'>;
  readonly manifest: Pick<DecoderManifest, 'context'>;
}

/**
 * The tokens of a request's conversation, up to where the answer begins.
 * @throws InferenceError PROMPT_TOO_LONG; BAD_REQUEST when the prompt is empty or does not fit the chat
 *   template
 * @example const prompt = promptTokensOf({ tokenizer, manifest }, request);
 */
export function promptTokensOf(
  { tokenizer, manifest }: PromptModel,
  { messages, date }: Pick<TextRequest, 'messages' | 'date'>,
): number[] {
  const prompt = tokenizer.encodeChat(messages, date);
  if (prompt.length === 0) throw new InferenceError('BAD_REQUEST', 'The prompt is empty.');
  if (prompt.length >= manifest.context) {
    throw new InferenceError(
      'PROMPT_TOO_LONG',
      `The prompt has ${prompt.length} tokens; this model takes fewer than ${manifest.context}.`,
    );
  }
  return prompt;
}
