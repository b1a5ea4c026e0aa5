import type { Redemption } from '#chain/payments/redemption.ts';
import { CodedError } from '#protocol/codedError.ts';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';
import { failureSentence } from '#web/transaction/failureSentence.ts';

/** How often the tab looks whether enough is payable, in ms: it reads each coordinator's channel. */
export const LOOK_MS = 60_000;
/** How long it waits after a try that did not succeed, in ms. */
export const PAUSE_MS = 600_000;

/** How long it gathers pay after it has redeemed, in ms: with a tiny amount chosen, gas would eat the pay. */
export const GATHER_MS = 3_600_000;

/** How the last try ended: as the chain said, or with the sentence of what went wrong. */
export type RedeemOutcome = Redemption | { kind: 'failed'; reason: string };

/**
 * Redeems by itself what a tab is paid, once it is as much as its user wants: one try at a time, at most one
 * success an hour, and none for a while after one that failed, or that the key has no gas for.
 */
export class AutoRedeem {
  readonly #nowMs: () => number;
  readonly #listeners = new Set<() => void>();
  #outcome: RedeemOutcome | undefined;
  #isBusy = false;
  #notBefore = 0;
  #leastWei: bigint | undefined;

  /** @param nowMs a clock that only goes forward */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The same object until something changes; undefined before the first try, and while it is not wanted. */
  readonly outcome = (): RedeemOutcome | undefined => this.#outcome;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param leastWei from which pay on, in wei of CAI; undefined while it is not wanted */
  async look(
    leastWei: bigint | undefined,
    redeemFrom: (leastWei: bigint) => Promise<Redemption>,
  ): Promise<void> {
    // Another amount is another wish: it is looked at at once.
    if (leastWei !== this.#leastWei) this.#notBefore = 0;
    this.#leastWei = leastWei;
    if (leastWei === undefined) return this.#show(undefined);
    if (this.#isBusy || this.#nowMs() < this.#notBefore) return;
    this.#isBusy = true;
    const outcome = await redeemFrom(leastWei)
      .catch(async (error: unknown) => ({ kind: 'failed' as const, reason: await reasonOf(error) }))
      .finally(() => {
        this.#isBusy = false;
      });
    if (outcome.kind === 'failed' || outcome.kind === 'no-gas') this.#notBefore = this.#nowMs() + PAUSE_MS;
    if (outcome.kind === 'redeemed') this.#notBefore = this.#nowMs() + GATHER_MS;
    // What was redeemed stays told while more gathers.
    if (outcome.kind === 'too-little' && this.#outcome?.kind === 'redeemed') return;
    // Its user may have chosen otherwise meanwhile.
    if (this.#leastWei === leastWei) this.#show(outcome);
  }

  #show(outcome: RedeemOutcome | undefined): void {
    if (outcome === this.#outcome) return;
    this.#outcome = outcome;
    for (const listener of this.#listeners) listener();
  }
}

/** The miner's own sentence, or one for what the chain's node answered. */
const reasonOf = async (error: unknown): Promise<string> =>
  error instanceof CodedError ? minerSentence(error, 'mine.problem.INTERNAL') : failureSentence(error);

/** This tab's. */
export const autoRedeem = new AutoRedeem(() => performance.now());
