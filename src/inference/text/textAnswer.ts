import { AnswerStream } from '#inference/text/answerStream.ts';
import type { DecoderManifest } from '#inference/manifest/manifest.ts';
import { tokenLogprob } from '#inference/sampling/tokenLogprobs.ts';
import { sampleToken, type TokenDraw } from '#inference/sampling/tokenSampling.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { FinishReason, TaskResult, TextRequest, TokenLogprob } from '#protocol/task/task.ts';

/**
 * The answer to one request as it grows: samples each token from the logits it is given, streams its text and knows
 * when it ends. It does not know where the logits come from.
 */
export class TextAnswer {
  /** Tokens at most. */
  readonly mostTokens: number;
  readonly #request: TextRequest;
  readonly #stopTokens: readonly number[];
  readonly #promptTokens: number;
  readonly #onDelta: (delta: string) => void;
  readonly #stream: AnswerStream;
  readonly #tokens: number[] = [];
  readonly #logprobs: TokenLogprob[] = [];
  #finishReason: FinishReason = 'length';

  /**
   * @param promptTokens tokens of the prompt, fewer than the manifest's context
   * @param onDelta told each new piece of the text
   */
  constructor(
    tokenizer: Pick<TextTokenizer, 'decode'>,
    { stopTokens, context }: Pick<DecoderManifest, 'stopTokens' | 'context'>,
    request: TextRequest,
    promptTokens: number,
    onDelta: (delta: string) => void,
  ) {
    this.mostTokens = Math.min(request.maxTokens, context - promptTokens);
    this.#request = request;
    this.#stopTokens = stopTokens;
    this.#promptTokens = promptTokens;
    this.#onDelta = onDelta;
    this.#stream = new AnswerStream((tokens) => tokenizer.decode(tokens), request.stop);
  }

  /** How `next` will draw a token, undefined if no other will come after it. */
  get draw(): TokenDraw | undefined {
    const position = this.#tokens.length;
    return position + 1 < this.mostTokens ? { ...this.#request, position } : undefined;
  }

  /**
   * Samples the next token from logits [vocabulary]. Gives the token to feed for the next logits, or undefined when
   * the answer has ended.
   */
  next(logits: Float32Array): number | undefined {
    const token = sampleToken(logits, this.#request, this.#tokens.length);
    if (this.#stopTokens.includes(token)) {
      this.#finishReason = 'stop';
      return undefined;
    }
    this.#tokens.push(token);
    const { topLogprobs } = this.#request;
    if (topLogprobs !== undefined) this.#logprobs.push(tokenLogprob(logits, token, topLogprobs));
    const { delta, stopped } = this.#stream.push(token);
    this.#emit(delta);
    if (stopped) this.#finishReason = 'stop';
    return stopped || this.#tokens.length === this.mostTokens ? undefined : token;
  }

  /** Streams what was held back and gives the whole answer. Once, after `next` gave undefined. */
  end(): Extract<TaskResult, { kind: 'text' }> {
    this.#emit(this.#stream.end());
    return {
      kind: 'text',
      text: this.#stream.text,
      tokens: this.#tokens,
      promptTokens: this.#promptTokens,
      finishReason: this.#finishReason,
      ...(this.#request.topLogprobs === undefined ? {} : { logprobs: this.#logprobs }),
    };
  }

  #emit(delta: string): void {
    if (delta) this.#onDelta(delta);
  }
}
