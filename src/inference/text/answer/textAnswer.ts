import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { tokenLogprob } from '#inference/sampling/tokenLogprobs.ts';
import { sampleToken, type TokenDraw } from '#inference/sampling/tokenSampling.ts';
import { AnswerStream } from '#inference/text/answer/answerStream.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import type { FinishReason, TaskResult, TokenLogprob } from '#protocol/task/taskResult.ts';

export interface TextAnswerOptions {
  readonly tokenizer: Pick<TextTokenizer, 'decode'>;
  readonly manifest: Pick<DecoderManifest, 'stopTokens' | 'context'>;
  readonly request: TextRequest;
  /** Number of tokens in the prompt, less than the manifest's context. */
  readonly promptTokens: number;
  /** Gets each new piece of the text. */
  readonly onDelta: (delta: string) => void;
}

/**
 * The answer to one request: samples each token from the logits it is given, streams the text and decides
 * when it ends.
 * @example
 * const answer = new TextAnswer({ tokenizer, manifest, request, promptTokens, onDelta });
 * let token = answer.next(logits);
 * while (token !== undefined) token = answer.next(await run(token));
 * const { text } = answer.end();
 */
export class TextAnswer {
  /** The most tokens that the answer may have. */
  readonly maxTokens: number;
  readonly #options: TextAnswerOptions;
  readonly #stream: AnswerStream;
  readonly #tokens: number[] = [];
  readonly #logprobs: TokenLogprob[] = [];
  #finishReason: FinishReason = 'length';

  constructor(options: TextAnswerOptions) {
    const { tokenizer, manifest, request, promptTokens } = options;
    this.maxTokens = Math.min(request.maxTokens, manifest.context - promptTokens);
    this.#options = options;
    this.#stream = new AnswerStream((tokens) => tokenizer.decode(tokens), request.stop);
  }

  /** How `next` will draw a token; undefined if that token is the last one. */
  get draw(): TokenDraw | undefined {
    const position = this.#tokens.length;
    return position + 1 < this.maxTokens ? { ...this.#options.request, position } : undefined;
  }

  /**
   * Samples a token from logits [vocabulary]. Gives the token to feed next; undefined when the answer has
   * ended.
   */
  next(logits: Float32Array): number | undefined {
    const { request, manifest } = this.#options;
    const token = sampleToken(logits, request, this.#tokens.length);
    if (manifest.stopTokens.includes(token)) {
      this.#finishReason = 'stop';
      return undefined;
    }
    this.#tokens.push(token);
    const { topLogprobs } = request;
    if (topLogprobs !== undefined) this.#logprobs.push(tokenLogprob(logits, token, topLogprobs));
    const { delta, stopped } = this.#stream.push(token);
    this.#emit(delta);
    if (stopped) this.#finishReason = 'stop';
    return stopped || this.#tokens.length === this.maxTokens ? undefined : token;
  }

  /** Streams the text held back and gives the whole answer. Call it once, after `next` gave undefined. */
  end(): Extract<TaskResult, { kind: 'text' }> {
    this.#emit(this.#stream.end());
    return {
      kind: 'text',
      text: this.#stream.text,
      tokens: this.#tokens,
      promptTokens: this.#options.promptTokens,
      finishReason: this.#finishReason,
      ...(this.#options.request.topLogprobs === undefined ? {} : { logprobs: this.#logprobs }),
    };
  }

  #emit(delta: string): void {
    if (delta) this.#options.onDelta(delta);
  }
}
