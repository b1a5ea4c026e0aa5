import { ChainClock } from '#chain/chainClock.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** The chain's newest block, and what time the next one will be of. */
export interface ChainTime {
  block: bigint;
  /** Unix seconds. */
  seconds: number;
}

/** Reads the chain's newest block, and by it the time by which windows of juries end. */
export class ChainHead {
  readonly #client: ReadClient;
  readonly #clock: ChainClock;

  /** @param deps.nowMs since 1970 */
  constructor({ client, nowMs }: { client: ReadClient; nowMs: () => number }) {
    this.#client = client;
    this.#clock = new ChainClock(() => Math.floor(nowMs() / 1_000));
  }

  async read(): Promise<ChainTime> {
    const { number, timestamp } = await this.#client.getBlock();
    this.#clock.see(Number(timestamp));
    return { block: number, seconds: this.#clock.now() };
  }
}
