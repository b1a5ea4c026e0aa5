import { LookupDraft, type DraftToken } from '#inference/text/lookupDraft.ts';
import type { RunTimes } from '#inference/decoder/runTimes.ts';
import type { TokenDraw } from '#inference/sampling/tokenSampling.ts';

/**
 * Tokens of a run in which guesses follow the token that is known. Four is what kernels for several rows begin with;
 * more than eight are right together only where a text is copied.
 */
export const DRAFT_WIDTHS = [4, 8] as const;

/**
 * Of so many runs the last ones go the way that is not the quicker one: what took long once, since something else kept the
 * GPU busy, would never be seen to be quick again. The first of them is one of both ways, the others tell. Waiting is tried
 * less often: it gives up what running ahead has won.
 */
const TRIALS = { ahead: { every: 32, runs: 3 }, waiting: { every: 128, runs: 2 } } as const;

export interface SpeculativeRun {
  /** The known token and what is guessed to follow; guesses of nothing fill it up. */
  readonly tokens: readonly number[];
  /** All guesses, also those that are not worth being checked. */
  readonly drafts: readonly DraftToken[];
  /** How the token after the only one is drawn, if its run is worth being begun at once. */
  readonly ahead: TokenDraw | undefined;
}

/**
 * Speculative decoding: guesses an answer's next tokens and decides how many of them are worth being checked by one run
 * of the model, by how long runs take here and how often such guesses were right; or whether the GPU is to go ahead with
 * the one that it draws.
 */
export class Speculation {
  readonly #times: RunTimes;
  readonly #draft = new LookupDraft();
  #widths: readonly number[] = [1];
  #runsAhead = false;
  /** Decisions of `goesAhead` so far in which both ways were open. */
  #runs = 0;

  constructor(times: RunTimes) {
    this.#times = times;
  }

  /**
   * @param widths of DRAFT_WIDTHS, those in which the back end computes what it does one by one
   * @param runsAhead whether it does so too when a run is begun before the last one's logits have come
   */
  allow(widths: readonly number[], runsAhead = false): void {
    this.#widths = [1, ...widths];
    this.#runsAhead = runsAhead;
  }

  /**
   * @param tokens the conversation, of which all but the last one was fed
   * @param room tokens that may be fed yet
   * @param draw how the next token is drawn; undefined if it is fed no more
   * @param begun whether the run of the last token was begun, which would be lost on a run of several
   */
  plan(tokens: readonly number[], room: number, draw?: TokenDraw, begun = false): SpeculativeRun {
    const widths = this.#widths.filter((width) => width <= room);
    const drafts = this.#draft.propose(tokens, Math.max(...this.#widths) - 1);
    // Tokens to be expected of a run by how many guesses it checks: a guess counts if all before it are right.
    const expected = [1];
    let chance = 1;
    for (const { probability } of drafts) expected.push(expected.at(-1)! + (chance *= probability));
    const time = (width: number) => (width === 1 ? this.runTime([draw]) : this.#times.ofChecking(width));
    const rate = (width: number) => expected[Math.min(width - 1, drafts.length)]! / time(width);
    const best = widths.reduce((found, each) => (rate(each) > rate(found) ? each : found), 1);
    const width = begun ? 1 : best;
    const last = tokens.at(-1)!;
    const guesses = Array.from({ length: width - 1 }, (_, at) => drafts[at]?.token ?? last);
    return {
      tokens: [last, ...guesses],
      drafts,
      ahead: best === 1 && this.goesAhead([draw]) ? draw : undefined,
    };
  }

  /**
   * Decides whether the run of answers' next tokens is begun at once. For each run anew, since some are trials.
   * @param draws how each is drawn; undefined if it is fed no more
   */
  goesAhead(draws: readonly (TokenDraw | undefined)[]): draws is readonly TokenDraw[] {
    const ahead = this.#aheadTime(draws);
    if (ahead === undefined) return false;
    const quicker = ahead < this.#times.of(draws.length);
    const { every, runs } = quicker ? TRIALS.waiting : TRIALS.ahead;
    const tries = ++this.#runs % every >= every - runs;
    return quicker !== tries;
  }

  /** Milliseconds of a run of a token for each of these answers, the quicker way; infinity as long as none was seen. */
  runTime(draws: readonly (TokenDraw | undefined)[]): number {
    return Math.min(this.#times.of(draws.length), this.#aheadTime(draws) ?? Infinity);
  }

  /** The same when it is begun ahead: if one was drawn outside its nucleus all is taken back, run again and waited for. */
  #aheadTime(draws: readonly (TokenDraw | undefined)[]): number | undefined {
    if (!this.#runsAhead) return undefined;
    let right = 1;
    for (const draw of draws) {
      if (!draw) return undefined;
      if (draw.temperature > 0) right *= draw.topP;
    }
    const rows = draws.length;
    return right === 1
      ? this.#times.ofAhead(rows)
      : this.#times.ofAhead(rows) + (1 - right) * this.#times.ofChecking(rows);
  }

  /** Learns how good the guesses were, from the tokens that came of the run. */
  judge({ drafts }: SpeculativeRun, came: readonly number[]): void {
    this.#draft.judge(drafts, came);
  }

  /** Takes an answer into what is guessed from. */
  remember(answer: readonly number[]): void {
    this.#draft.remember(answer);
  }
}
