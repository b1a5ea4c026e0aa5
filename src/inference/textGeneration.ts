import { AnswerStream } from '#inference/answerStream.ts';
import type { Sequence } from '#inference/decoderSession.ts';
import { InferenceError, throwIfCancelled } from '#inference/inferenceError.ts';
import type { DecoderManifest } from '#inference/manifest.ts';
import type { PromptCache } from '#inference/promptCache.ts';
import { sampleToken } from '#inference/tokenSampling.ts';
import type { TextTokenizer } from '#inference/textTokenizer.ts';
import { tokenLogprob } from '#inference/tokenLogprobs.ts';
import type { FinishReason, TaskProgress, TaskResult, TextRequest, TokenLogprob } from '#protocol/task.ts';

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TaskProgress) => void) | undefined;
}

export interface GeneratedText {
  readonly result: Extract<TaskResult, { kind: 'text' }>;
  /** Tokens of the prompt that were known from the task before. */
  readonly reusedTokens: number;
  /** Milliseconds of the prompt's pass and of all later passes together. */
  readonly prefillMs: number;
  readonly decodeMs: number;
}

/**
 * Tokens of a prompt that are computed in one go: enough to fill a GPU, few enough that it is free again, for the
 * screen as well, in a blink.
 */
const PROMPT_CHUNK = 256;

/**
 * Answers a conversation token by token. The answer ends at one of the model's stop tokens or the request's
 * stop strings ('stop'), or at `maxTokens` or the end of the context ('length'). `tokens` of the result holds
 * every sampled token but the stop token itself.
 * @throws InferenceError PROMPT_TOO_LONG, CANCELLED, NOT_FINITE, BAD_REQUEST
 */
export async function generateText(
  cache: PromptCache,
  tokenizer: Pick<TextTokenizer, 'encodeChat' | 'decode'>,
  manifest: DecoderManifest,
  request: TextRequest,
  options: RunOptions = {},
): Promise<GeneratedText> {
  const prompt = tokenizer.encodeChat(request.messages);
  if (prompt.length === 0) throw new InferenceError('BAD_REQUEST', 'The prompt is empty.');
  if (prompt.length >= manifest.context) {
    throw new InferenceError(
      'PROMPT_TOO_LONG',
      `The prompt has ${prompt.length} tokens; this model takes fewer than ${manifest.context}.`,
    );
  }
  const mostTokens = Math.min(request.maxTokens, manifest.context - prompt.length);
  const stream = new AnswerStream((tokens) => tokenizer.decode(tokens), request.stop);
  const emit = (delta: string) => {
    if (delta) options.onProgress?.({ kind: 'text', delta });
  };
  const tokens: number[] = [];
  const logprobs: TokenLogprob[] = [];
  let finishReason: FinishReason = 'length';
  const sequence = cache.take(prompt);
  const reusedTokens = sequence.tokens.length;
  const started = performance.now();
  let prefilled = started;
  try {
    let logits = await feedPrompt(sequence, prompt, options.signal);
    prefilled = performance.now();
    for (;;) {
      throwIfCancelled(options.signal);
      const token = sampleToken(logits, request, tokens.length);
      if (manifest.stopTokens.includes(token)) {
        finishReason = 'stop';
        break;
      }
      tokens.push(token);
      if (request.topLogprobs !== undefined) {
        logprobs.push(tokenLogprob(logits, token, request.topLogprobs));
      }
      const { delta, stopped } = stream.push(token);
      emit(delta);
      if (stopped) {
        finishReason = 'stop';
        break;
      }
      if (tokens.length === mostTokens) break;
      logits = await sequence.append([token]);
    }
    cache.give(sequence);
  } catch (error) {
    // Between two runs the cache is whole; after a run that failed nobody knows.
    if (error instanceof InferenceError && error.code === 'CANCELLED') cache.give(sequence);
    else sequence.dispose();
    throw error;
  }
  emit(stream.end());
  return {
    result: {
      kind: 'text',
      text: stream.text,
      tokens,
      promptTokens: prompt.length,
      finishReason,
      ...(request.topLogprobs === undefined ? {} : { logprobs }),
    },
    reusedTokens,
    prefillMs: prefilled - started,
    decodeMs: performance.now() - prefilled,
  };
}

/** Feeds what of the prompt the sequence does not hold, and gives the logits after its last token. */
async function feedPrompt(
  sequence: Sequence,
  prompt: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  throwIfCancelled(signal);
  while (prompt.length - sequence.tokens.length > PROMPT_CHUNK) {
    const { length } = sequence.tokens;
    await sequence.feed(prompt.slice(length, length + PROMPT_CHUNK));
    throwIfCancelled(signal);
  }
  return sequence.append(prompt.slice(sequence.tokens.length));
}
