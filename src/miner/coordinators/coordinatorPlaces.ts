import type { Address } from 'viem';

/** Tasks that are taken and not finished, of all coordinators together; more are refused with BUSY. */
export const MAX_TASKS = 8;
/** How long a coordinator that did not answer `take` has a single place, in seconds. */
export const SILENCE_S = 300;

export interface PlacesDeps {
  /** The stake of each coordinator that is connected, in wei. */
  stakes(): ReadonlyMap<Address, bigint>;
  /** ms on a clock that never jumps. */
  nowMs(): number;
}

/**
 * Divides the tab's places for tasks among its coordinators by stake. Each has its share, and at least one
 * place, whenever it asks. What others leave free it may borrow, but for one place of each that is idle: it
 * gives borrowed places back by finishing, so for a while there may be more tasks than MAX_TASKS.
 */
export class CoordinatorPlaces {
  readonly #deps: PlacesDeps;
  readonly #taken = new Map<Address, number>();
  /** When coordinators that did not answer are trusted again. */
  readonly #silentUntil = new Map<Address, number>();

  constructor(deps: PlacesDeps) {
    this.#deps = deps;
  }

  /** @returns false when the coordinator's places are used */
  take(operator: Address): boolean {
    if (!this.#hasFree(operator)) return false;
    this.#taken.set(operator, this.#takenBy(operator) + 1);
    return true;
  }

  /** Gives back a place that was taken. */
  free(operator: Address): void {
    const left = this.#takenBy(operator) - 1;
    if (left > 0) this.#taken.set(operator, left);
    else this.#taken.delete(operator);
  }

  /** The coordinator assigned a task and did not answer when it was taken. */
  unanswered(operator: Address): void {
    const now = this.#deps.nowMs();
    for (const [other, until] of this.#silentUntil) if (until <= now) this.#silentUntil.delete(other);
    this.#silentUntil.set(operator, now + SILENCE_S * 1_000);
  }

  #hasFree(operator: Address): boolean {
    const own = this.#takenBy(operator);
    if (own === 0) return true;
    if ((this.#silentUntil.get(operator) ?? 0) > this.#deps.nowMs()) return false;
    const stakes = this.#deps.stakes();
    if (own < shareOf(operator, stakes)) return true;
    const kept = [...stakes.keys()]
      .filter((other) => other !== operator)
      .map((other) => {
        const taken = this.#takenBy(other);
        return Math.max(0, (taken === 0 ? 1 : shareOf(other, stakes)) - taken);
      });
    const all = [...this.#taken.values(), ...kept].reduce((sum, places) => sum + places, 0);
    return all < MAX_TASKS;
  }

  #takenBy(operator: Address): number {
    return this.#taken.get(operator) ?? 0;
  }
}

function shareOf(operator: Address, stakes: ReadonlyMap<Address, bigint>): number {
  const total = [...stakes.values()].reduce((sum, stake) => sum + stake, 0n);
  const stake = stakes.get(operator) ?? 0n;
  return total === 0n ? 1 : Math.max(1, Number((BigInt(MAX_TASKS) * stake) / total));
}
