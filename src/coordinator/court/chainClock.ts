import type { ReadClient } from '#chain/networkConfig.ts';

/** The chain's newest block, and what time the next one will be of. */
export interface ChainTime {
  block: bigint;
  /** Unix seconds. */
  seconds: number;
}

/**
 * The time by which windows of juries end. A devnet makes no block while nothing is sent, so its newest block may
 * be old: then our own clock says what time the next one will be of.
 */
export class ChainClock {
  readonly #client: ReadClient;
  readonly #nowMs: () => number;

  /** @param deps.nowMs since 1970 */
  constructor(deps: { client: ReadClient; nowMs: () => number }) {
    this.#client = deps.client;
    this.#nowMs = deps.nowMs;
  }

  async read(): Promise<ChainTime> {
    const { number, timestamp } = await this.#client.getBlock();
    return { block: number, seconds: Math.max(Number(timestamp), Math.floor(this.#nowMs() / 1_000)) };
  }
}
