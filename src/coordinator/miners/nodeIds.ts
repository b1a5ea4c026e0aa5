import type { Address } from 'viem';
import type { Roster } from '#chain/roster.ts';

/** Keys remembered that serve no node any more; beyond it those are forgotten that were asked for first. */
const MOST_KEYS = 10_000;

/** Which node a miner's key serves or has served: a node can change its key at will. */
export class NodeIds {
  readonly #roster: { current(): Roster };
  readonly #known = new Map<Address, bigint>();
  #read: Roster | undefined;
  #listed: ReadonlyMap<Address, bigint> = new Map();

  constructor(roster: { current(): Roster }) {
    this.#roster = roster;
  }

  /** @returns undefined for a key that the roster never had while it was asked for */
  of(operator: Address): bigint | undefined {
    const roster = this.#roster.current();
    if (this.#read !== roster) {
      this.#read = roster;
      this.#listed = new Map(roster.miners.map(({ operator: key, id }) => [key, id]));
    }
    const listed = this.#listed.get(operator);
    if (listed === undefined) return this.#known.get(operator);
    this.#known.set(operator, listed);
    if (this.#known.size > MOST_KEYS) this.#known.delete(this.#known.keys().next().value!);
    return listed;
  }
}
