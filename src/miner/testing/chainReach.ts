import type { ChainHealth } from '#chain/chainHealth.ts';

/** How well a chain is followed, as a test sets it. */
export class ChainReach {
  #problem: string | undefined;
  readonly #listeners = new Set<() => void>();

  readonly health = (): ChainHealth => ({
    ...{ blockNumber: 10, ageSeconds: 3, sinceMs: undefined, problem: this.#problem },
    ...{ state: this.#problem === undefined ? 'ok' : 'failing', tooOld: this.#problem !== undefined },
  });

  readonly onHealth = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Loses the chain, or with undefined finds it again. */
  lose(problem: string | undefined): void {
    this.#problem = problem;
    for (const listener of this.#listeners) listener();
  }
}
