import type { MinerStatus } from '#miner/status/minerStatus.ts';

/** A call sounds at most once in so many seconds: texts of a few words are paid every second. */
export const CALL_PAUSE_S = 10;

export interface PaidCallsDeps {
  /** Whether the user wants to hear it. */
  isWanted(): boolean;
  call(): void;
  /** A clock that only goes forward, in ms. */
  nowMs(): number;
}

/** Calls when a mining tab is paid. What it was paid before it looked makes no sound. */
export class PaidCalls {
  readonly #deps: PaidCallsDeps;
  /** What it had earned while it was mining, in wei; undefined while it is not. */
  #earned: bigint | undefined;
  #quietUntil = 0;

  constructor(deps: PaidCallsDeps) {
    this.#deps = deps;
  }

  look({ phase, earnedWei }: Pick<MinerStatus, 'phase' | 'earnedWei'>): void {
    const before = this.#earned;
    this.#earned = phase === 'mining' ? BigInt(earnedWei) : undefined;
    if (before === undefined || this.#earned === undefined || this.#earned <= before) return;
    const { isWanted, call, nowMs } = this.#deps;
    if (!isWanted() || nowMs() < this.#quietUntil) return;
    this.#quietUntil = nowMs() + CALL_PAUSE_S * 1_000;
    call();
  }
}
