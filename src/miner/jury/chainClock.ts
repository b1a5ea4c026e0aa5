import type { RosterView } from '#miner/coordinators/rosterView.ts';

/**
 * Now, as contracts will see it: this machine's clock, or the chain's where that is ahead (a slow clock here,
 * or a devnet whose time was moved).
 */
export class ChainClock {
  readonly #nowSeconds: () => number;
  #ahead = 0;
  readonly stop: () => void;

  constructor(roster: Pick<RosterView, 'current' | 'onChange'>, nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds;
    const see = ({ minedAt }: { minedAt: number }) => {
      this.#ahead = Math.max(0, minedAt - nowSeconds());
    };
    see(roster.current());
    this.stop = roster.onChange(see);
  }

  /** Unix seconds. */
  readonly now = (): number => this.#nowSeconds() + this.#ahead;
}
