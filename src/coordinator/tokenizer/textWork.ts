import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { AnswerStream } from '#inference/text/answerStream.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** What the work on a model's texts takes of the model. */
export interface TextModelParts {
  readonly manifest: Pick<DecoderManifest, 'stopTokens' | 'context'>;
  readonly tokenizer: Pick<TextTokenizer, 'encodeChat' | 'decode' | 'bytesOf'>;
}

export type Prompt = Pick<TextRequest, 'messages' | 'date'>;
export type Answer = Omit<Extract<TaskResult, { kind: 'text' }>, 'logprobs'>;

/** The work that runs in the tokenizer's threads: its time grows with what a client or a miner sent. */
export const TEXT_WORK = {
  /** Number of tokens before the answer. @throws InferenceError BAD_REQUEST */
  count: ({ tokenizer }: TextModelParts, { messages, date }: Prompt): number =>
    tokenizer.encodeChat(messages, date).length,

  /** What is wrong with an answer; undefined when nothing is. */
  judge: (
    model: TextModelParts,
    request: Pick<TextRequest, 'maxTokens' | 'stop'>,
    answer: Answer,
    promptTokens: number,
  ): string | undefined => {
    if (answer.promptTokens !== promptTokens)
      return `${answer.promptTokens} prompt tokens, not ${promptTokens}`;
    const most = Math.min(request.maxTokens, model.manifest.context - promptTokens);
    if (answer.tokens.length > most) return `${answer.tokens.length} tokens, at most ${most}`;
    return faultOfEnd(model, request.stop, answer, most);
  },

  /** The bytes that each token adds to a text: as lists, since a buffer each takes long to cross threads. */
  spell: ({ tokenizer }: TextModelParts, tokens: readonly number[]): number[][] =>
    tokens.map((token) => [...tokenizer.bytesOf(token)]),
};

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

export type WorkKind = keyof typeof TEXT_WORK;
type Work<K extends WorkKind> = (typeof TEXT_WORK)[K];

/** One piece of work as it crosses to a thread. */
export interface WorkCall<K extends WorkKind = WorkKind> {
  readonly model: string;
  readonly kind: K;
  readonly args: Parameters<Work<K>> extends [TextModelParts, ...infer Rest] ? Rest : never;
}
export type WorkResult<K extends WorkKind> = ReturnType<Work<K>>;

/** Does a piece of work. */
export function doWork<K extends WorkKind>(
  model: TextModelParts,
  { kind, args }: WorkCall<K>,
): WorkResult<K> {
  const work = TEXT_WORK[kind] as (model: TextModelParts, ...args: unknown[]) => WorkResult<K>;
  return work(model, ...args);
}
