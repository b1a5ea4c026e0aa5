import type { RunTimings } from '#inference/decoder/runTimings.ts';
import type { TokenDraw } from '#inference/sampling/tokenSampling.ts';
import { type DraftToken, LookupDraft } from '#inference/text/lookupDraft.ts';

/**
 * Tokens of a run that verifies draft tokens: the known token and the drafts after it. Kernels for several
 * rows start at four; more than eight tokens are right together only where a text is copied.
 */
export const DRAFT_WIDTHS = [4, 8] as const;

/**
 * The last `runs` of every `every` steps go the way that is not the quicker one. Without these trials, a way
 * that was slow once, because something else kept the GPU busy, would never be seen to be quick again. The
 * first run of a trial mixes both ways, the others show the time. Waiting is tried less often: it gives up
 * what asynchronous decode gains.
 */
const TRIALS = { async: { every: 32, runs: 3 }, waiting: { every: 128, runs: 2 } } as const;

/** What one decode step of an answer runs. */
export interface SpeculativeStep {
  /** The known token and the draft tokens after it; repeats of the known token fill the width up. */
  readonly tokens: readonly number[];
  /** All draft tokens, including those that are not worth verifying. */
  readonly drafts: readonly DraftToken[];
  /** How the next token is drawn, if the step after this one is to be enqueued before it is read. */
  readonly enqueue: TokenDraw | undefined;
}

/**
 * Speculative decoding. Proposes draft tokens and decides how many of them one run verifies, by how long runs
 * take on this GPU and how often such drafts were right; or whether to enqueue the next decode step instead.
 * @example
 * const speculation = new Speculation(session.timings);
 * speculation.allow([1, 2, 4]);
 * const { tokens } = speculation.plan(known, room, draw, false);
 */
export class Speculation {
  readonly #timings: RunTimings;
  readonly #draft = new LookupDraft();
  #widths: readonly number[] = [1];
  #asyncDecode = false;
  /** Decisions of `shouldEnqueue` in which both ways were open. */
  #decisions = 0;

  constructor(timings: RunTimings) {
    this.#timings = timings;
  }

  /**
   * @param widths of `DRAFT_WIDTHS`, those in which the back end computes the same as one token at a time
   * @param asyncDecode whether it also does so when a decode step is enqueued before the last logits are read
   */
  allow(widths: readonly number[], asyncDecode = false): void {
    this.#widths = [1, ...widths];
    this.#asyncDecode = asyncDecode;
  }

  /**
   * @param tokens of the conversation; all but the last one are fed
   * @param room how many more tokens the context takes
   * @param draw how the next token is drawn; undefined if it is the last one
   * @param isEnqueued whether the step of the last token is enqueued; a run of several tokens discards it
   */
  plan(tokens: readonly number[], room: number, draw?: TokenDraw, isEnqueued = false): SpeculativeStep {
    const widths = this.#widths.filter((width) => width <= room);
    const drafts = this.#draft.propose(tokens, Math.max(...this.#widths) - 1);
    // Expected tokens of a run by how many drafts it verifies: a draft counts if all before it are right.
    const expected = [1];
    let chance = 1;
    for (const { probability } of drafts) expected.push(expected.at(-1)! + (chance *= probability));
    const ms = (width: number) => (width === 1 ? this.stepMs([draw]) : this.#timings.ofVerification(width));
    const rate = (width: number) => expected[Math.min(width - 1, drafts.length)]! / ms(width);
    const best = widths.reduce((found, each) => (rate(each) > rate(found) ? each : found), 1);
    const width = isEnqueued ? 1 : best;
    const last = tokens.at(-1)!;
    const drafted = Array.from({ length: width - 1 }, (_, at) => drafts[at]?.token ?? last);
    return {
      tokens: [last, ...drafted],
      drafts,
      enqueue: best === 1 && this.shouldEnqueue([draw]) ? draw : undefined,
    };
  }

  /**
   * Whether to enqueue the next decode step of these answers before their tokens are read. Ask once for each
   * step, since some are trials.
   * @param draws how each answer's next token is drawn; undefined if it is its last one
   */
  shouldEnqueue(draws: readonly (TokenDraw | undefined)[]): draws is readonly TokenDraw[] {
    const asyncMs = this.#asyncMs(draws);
    if (asyncMs === undefined) return false;
    const quicker = asyncMs < this.#timings.ofRun(draws.length);
    const { every, runs } = quicker ? TRIALS.waiting : TRIALS.async;
    const isTrial = ++this.#decisions % every >= every - runs;
    return quicker !== isTrial;
  }

  /** Milliseconds of a decode step of these answers, the quicker way; infinity until one was run. */
  stepMs(draws: readonly (TokenDraw | undefined)[]): number {
    return Math.min(this.#timings.ofRun(draws.length), this.#asyncMs(draws) ?? Infinity);
  }

  /**
   * Milliseconds of an asynchronous step. The GPU draws without a nucleus: a token outside of it discards the
   * step, which is then run again and waited for.
   */
  #asyncMs(draws: readonly (TokenDraw | undefined)[]): number | undefined {
    if (!this.#asyncDecode) return undefined;
    let right = 1;
    for (const draw of draws) {
      if (!draw) return undefined;
      if (draw.temperature > 0) right *= draw.topP;
    }
    const rows = draws.length;
    return right === 1
      ? this.#timings.ofAsyncRun(rows)
      : this.#timings.ofAsyncRun(rows) + (1 - right) * this.#timings.ofVerification(rows);
  }

  /** Learns how often drafts are right, from the tokens that the answer took. */
  learn({ drafts }: SpeculativeStep, actual: readonly number[]): void {
    this.#draft.learn(drafts, actual);
  }

  /** Adds an answer to the text that drafts are looked up in. */
  remember(answer: readonly number[]): void {
    this.#draft.remember(answer);
  }
}
