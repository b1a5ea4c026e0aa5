import type { Address } from 'viem';
import type { Roster, RosterNode } from '#chain/roster.ts';
import { type Standing, standingOf } from '#chain/standing.ts';

/** Decides from the chain who may mine. */
export class Admission {
  readonly #roster: { current(): Roster };
  readonly #readNode: (operator: Address) => Promise<RosterNode | undefined>;
  readonly #nowMs: () => number;

  /** @param readNode reads from the chain */
  constructor(deps: {
    roster: { current(): Roster };
    readNode: (operator: Address) => Promise<RosterNode | undefined>;
    nowMs: () => number;
  }) {
    this.#roster = deps.roster;
    this.#readNode = deps.readNode;
    this.#nowMs = deps.nowMs;
  }

  /**
   * A miner's standing. The roster may be a block or more old: a miner that it lacks, or has as not active,
   * may just have registered or left jail, so the chain itself is asked.
   */
  async standing(operator: Address): Promise<Standing> {
    const listed = this.#standingOf(this.#roster.current().miners.find((node) => node.operator === operator));
    return listed === 'ACTIVE' ? listed : this.#standingOf(await this.#readNode(operator));
  }

  #standingOf(node: RosterNode | undefined): Standing {
    return standingOf(node?.role === 'miner' ? node : undefined, Math.floor(this.#nowMs() / 1_000));
  }
}
