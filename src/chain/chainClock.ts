/**
 * Now, as contracts will see it: this machine's clock, or the chain's where that is ahead (a slow clock
 * here, or a devnet whose time was moved). A devnet makes no block while nothing is sent, so its newest
 * block may be old: then our own clock says what time the next one will be of.
 * @example
 * const clock = new ChainClock(() => Date.now() / 1_000);
 * clock.see(Number((await client.getBlock()).timestamp));
 * clock.now();
 */
export class ChainClock {
  readonly #nowSeconds: () => number;
  #ahead = 0;
  #newest: number | undefined;

  /** @param nowSeconds this machine's, since 1970 */
  constructor(nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds;
  }

  /** @param minedAt when the newest block was made, in Unix seconds */
  see(minedAt: number): void {
    // The same block again says nothing new: time goes on while the chain makes none.
    if (minedAt === this.#newest) return;
    this.#newest = minedAt;
    this.#ahead = Math.max(0, minedAt - this.#nowSeconds());
  }

  /** Unix seconds. */
  readonly now = (): number => this.#nowSeconds() + this.#ahead;
}
