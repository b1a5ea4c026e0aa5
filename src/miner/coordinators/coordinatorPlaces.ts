/** Tasks that are taken and not finished, of all coordinators together; more are refused with BUSY. */
export const MAX_TASKS = 8;
/** How long a coordinator that did not answer `take` has a single place, in seconds. */
export const SILENCE_S = 300;

export interface PlacesDeps {
  /** The rated stake of each coordinator that is connected, in wei, by its node's id. */
  stakes(): ReadonlyMap<bigint, bigint>;
  /** ms on a clock that never jumps. */
  nowMs(): number;
}

/**
 * Divides the tab's places for tasks among its coordinators by stake. Each has its share, and at least one
 * place, whenever it asks. What others leave free it may borrow, but for one place of each that is idle: it
 * gives borrowed places back by finishing, so for a while there may be more tasks than MAX_TASKS. A
 * coordinator is its node, whatever its key.
 */
export class CoordinatorPlaces {
  readonly #deps: PlacesDeps;
  readonly #taken = new Map<bigint, number>();
  /** When coordinators that did not answer are trusted again. */
  readonly #silentUntil = new Map<bigint, number>();

  constructor(deps: PlacesDeps) {
    this.#deps = deps;
  }

  /** @returns false when the coordinator's places are used */
  take(nodeId: bigint): boolean {
    if (!this.#hasFree(nodeId)) return false;
    this.#taken.set(nodeId, this.#takenBy(nodeId) + 1);
    return true;
  }

  /** Gives back a place that was taken. */
  free(nodeId: bigint): void {
    const left = this.#takenBy(nodeId) - 1;
    if (left > 0) this.#taken.set(nodeId, left);
    else this.#taken.delete(nodeId);
  }

  /** The coordinator assigned a task and did not answer when it was taken. */
  unanswered(nodeId: bigint): void {
    const now = this.#deps.nowMs();
    for (const [other, until] of this.#silentUntil) if (until <= now) this.#silentUntil.delete(other);
    this.#silentUntil.set(nodeId, now + SILENCE_S * 1_000);
  }

  #hasFree(nodeId: bigint): boolean {
    const own = this.#takenBy(nodeId);
    if (own === 0) return true;
    if ((this.#silentUntil.get(nodeId) ?? 0) > this.#deps.nowMs()) return false;
    const stakes = this.#deps.stakes();
    if (own < shareOf(nodeId, stakes)) return true;
    const kept = [...stakes.keys()]
      .filter((other) => other !== nodeId)
      .map((other) => {
        const taken = this.#takenBy(other);
        return Math.max(0, (taken === 0 ? 1 : shareOf(other, stakes)) - taken);
      });
    const all = [...this.#taken.values(), ...kept].reduce((sum, places) => sum + places, 0);
    return all < MAX_TASKS;
  }

  #takenBy(nodeId: bigint): number {
    return this.#taken.get(nodeId) ?? 0;
  }
}

function shareOf(nodeId: bigint, stakes: ReadonlyMap<bigint, bigint>): number {
  const total = [...stakes.values()].reduce((sum, stake) => sum + stake, 0n);
  const stake = stakes.get(nodeId) ?? 0n;
  return total === 0n ? 1 : Math.max(1, Number((BigInt(MAX_TASKS) * stake) / total));
}
