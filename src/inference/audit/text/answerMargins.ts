import type { Measured } from '#inference/audit/auditMeasure.ts';
import { logprobDistance } from '#inference/audit/text/logprobDistance.ts';
import type { TextBounds } from '#inference/bounds/bounds.ts';
import { tokenMargin } from '#inference/sampling/tokenMargin.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** An answer whose tokens are measured. */
export interface ClaimedAnswer {
  readonly request: TextRequest;
  readonly result: Extract<TaskResult, { kind: 'text' }>;
  /** Tokens of which one must have been drawn after the last; undefined where the answer ends by itself. */
  readonly endTokens: readonly number[] | undefined;
}

/**
 * The margins of an answer, measured token by token in standard deviations of the logits.
 * @example
 * const margins = new AnswerMargins({ request, result, endTokens: undefined });
 * for (const logits of rows) margins.next(logits);
 * const measures = margins.measures(BOUNDS.text.float32);
 */
export class AnswerMargins {
  readonly #answer: ClaimedAnswer;
  readonly #margins: number[] = [];
  #end: number | undefined;
  #logprob = 0;

  constructor(answer: ClaimedAnswer) {
    this.#answer = answer;
  }

  /** Takes the logits [vocabulary] before the next token, or after the last. */
  next(logits: Float32Array): void {
    const { request, result, endTokens } = this.#answer;
    const position = this.#margins.length;
    const spread = standardDeviation(logits);
    const marginOf = (claimed: number) => tokenMargin(logits, claimed, request, position) / spread;
    const token = result.tokens[position];
    if (token === undefined) {
      this.#end = endTokens && Math.min(Infinity, ...endTokens.map(marginOf));
      return;
    }
    this.#margins.push(marginOf(token));
    const claimed = result.logprobs?.[position];
    if (claimed) {
      const distance = logprobDistance(logits, token, claimed, request.topLogprobs ?? 0) / spread;
      this.#logprob = Math.max(this.#logprob, distance);
    }
  }

  /**
   * Everything measured. A few tokens may differ in any answer, however short, so that the bounds of the
   * shares fall with its length.
   */
  measures(bounds: TextBounds): Record<string, Measured> {
    const { largestMargin, meanMargin, differing, fewTokens, logprob } = bounds;
    const margins = this.#margins;
    const count = margins.length;
    const measures: Record<string, Measured> = {};
    if (count > 0) {
      const few = fewTokens / count;
      const clipped = margins.reduce((sum, margin) => sum + Math.min(margin, largestMargin), 0);
      const differ = margins.filter((margin) => margin > 0).length;
      measures.largestMargin = { value: Math.max(...margins), bound: largestMargin };
      measures.meanMargin = { value: clipped / count, bound: meanMargin + few * largestMargin };
      measures.differing = { value: differ / count, bound: differing + few };
    }
    if (this.#end !== undefined) measures.end = { value: this.#end, bound: largestMargin };
    if (this.#answer.result.logprobs) measures.logprob = { value: this.#logprob, bound: logprob };
    return measures;
  }
}

function standardDeviation(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
