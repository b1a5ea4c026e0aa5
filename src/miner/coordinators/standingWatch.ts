import type { Address } from 'viem';
import type { Roster } from '#chain/roster.ts';
import { type Standing, standingOf } from '#chain/standing.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';

/** Follows one miner's standing in this tab's view of the chain. */
export class StandingWatch {
  readonly #roster: Pick<RosterView, 'current' | 'onChange'>;
  readonly #operator: Address;
  readonly #nowSeconds: () => number;

  constructor(roster: Pick<RosterView, 'current' | 'onChange'>, operator: Address, nowSeconds: () => number) {
    this.#roster = roster;
    this.#operator = operator;
    this.#nowSeconds = nowSeconds;
  }

  current(): Standing {
    return this.#standingIn(this.#roster.current());
  }

  /** Resolves when the standing changes, or when the signal is aborted. */
  changed(signal: AbortSignal): Promise<void> {
    const before = this.current();
    return new Promise((resolve) => {
      const finish = () => {
        unsubscribe();
        resolve();
      };
      const unsubscribe = this.#roster.onChange((next) => {
        if (this.#standingIn(next) !== before) finish();
      });
      if (signal.aborted) finish();
      else signal.addEventListener('abort', finish, { once: true });
    });
  }

  #standingIn(roster: Roster): Standing {
    const node = roster.miners.find((miner) => miner.operator === this.#operator);
    return standingOf(node, this.#nowSeconds());
  }
}
