import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { AnswerStream } from '#inference/text/answer/answerStream.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** What the work on a model's texts takes of the model. */
export interface TextModelParts {
  readonly manifest: Pick<DecoderManifest, 'stopTokens' | 'context'>;
  readonly tokenizer: Pick<TextTokenizer, 'encodeChat' | 'decode' | 'bytesOf'>;
}

type TextResult = Extract<TaskResult, { kind: 'text' }>;
export type Answer = Omit<TextResult, 'logprobs'>;

/**
 * What is wrong with a text result; undefined when nothing is.
 * @example
 * const fault = faultOfAnswer({ manifest, tokenizer }, request, result, prompt.length);
 */
export function faultOfAnswer(
  model: TextModelParts,
  request: Pick<TextRequest, 'maxTokens' | 'stop' | 'topLogprobs'>,
  result: TextResult,
  promptTokens: number,
): string | undefined {
  const { tokens, logprobs } = result;
  if (!areLogprobsOf(request, result))
    return `${logprobs?.length ?? 'no'} log-probabilities for ${tokens.length} tokens`;
  if (result.promptTokens !== promptTokens)
    return `${result.promptTokens} prompt tokens, not ${promptTokens}`;
  const most = Math.min(request.maxTokens, model.manifest.context - promptTokens);
  if (tokens.length > most) return `${tokens.length} tokens, at most ${most}`;
  return faultOfEnd(model, request.stop, result, most);
}

/** One for each token if they were asked for, none otherwise. */
function areLogprobsOf(
  { topLogprobs }: Pick<TextRequest, 'topLogprobs'>,
  { tokens, logprobs }: TextResult,
): boolean {
  if (topLogprobs === undefined || logprobs === undefined) return topLogprobs === logprobs;
  return logprobs.length === tokens.length && logprobs.every(({ top }) => top.length <= topLogprobs);
}

/** The text is what the tokens decode to, and ends where the request ends it. */
function faultOfEnd(
  { manifest, tokenizer }: TextModelParts,
  stop: readonly string[],
  { text, tokens, finishReason }: Answer,
  most: number,
): string | undefined {
  if (tokens.some((token) => manifest.stopTokens.includes(token))) return 'a stop token among its tokens';
  if (tokens.some((token) => tokenizer.bytesOf(token).length === 0))
    return 'a token that is not in the vocabulary';
  const stream = new AnswerStream((some) => tokenizer.decode(some), stop);
  const stopsAt = tokens.findIndex((token) => stream.push(token).stopped);
  if (stopsAt >= 0 && stopsAt < tokens.length - 1) return 'tokens after a stop string';
  if (stopsAt < 0) stream.end();
  if (text !== stream.text) return 'not the text of its tokens';
  const reason = stopsAt >= 0 || tokens.length < most ? 'stop' : 'length';
  return finishReason === reason ? undefined : `ends by ${finishReason}, not ${reason}`;
}
