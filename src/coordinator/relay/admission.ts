import type { Address } from 'viem';
import type { Roster, RosterNode } from '#chain/roster.ts';
import { type Standing, standingOf } from '#chain/standing.ts';
import { TokenBucket } from '#network/limits/tokenBucket.ts';
import { RefusalError } from '#protocol/refusal.ts';

/**
 * Reads of the chain for operators that the roster lacks. Anybody can make a key and say hello, so reads are
 * limited. A miner that has registered is in the roster a moment later and needs none.
 */
const READS = { perSecond: 2, burst: 20 };

/** Decides from the chain who may mine. */
export class Admission {
  readonly #roster: { current(): Roster };
  readonly #readNode: (operator: Address) => Promise<RosterNode | undefined>;
  readonly #nowMs: () => number;
  readonly #uptimeMs: () => number;
  readonly #reads: TokenBucket;

  /**
   * @param readNode reads from the chain
   * @param uptimeMs a clock that never jumps: one that is set back would turn strangers away for as long
   */
  constructor(deps: {
    roster: { current(): Roster };
    readNode: (operator: Address) => Promise<RosterNode | undefined>;
    nowMs: () => number;
    uptimeMs: () => number;
  }) {
    this.#roster = deps.roster;
    this.#readNode = deps.readNode;
    this.#nowMs = deps.nowMs;
    this.#uptimeMs = deps.uptimeMs;
    this.#reads = new TokenBucket(READS, deps.uptimeMs());
  }

  /**
   * A miner's standing. The roster may be a block or more old: a miner that it lacks, or has as not active,
   * may just have registered or left jail, so the chain itself is asked.
   * @param isAdmitted whether it works for us already: strangers' hellos must not keep it from being reviewed
   * @throws RefusalError RELAY_FULL when too many such miners come at once; they try again
   */
  async standing(operator: Address, isAdmitted = false): Promise<Standing> {
    const listed = this.#standingOf(this.#roster.current().miners.find((node) => node.operator === operator));
    if (listed === 'ACTIVE') return listed;
    if (!isAdmitted && !this.#reads.take(this.#uptimeMs()))
      throw new RefusalError('RELAY_FULL', 'too many newcomers');
    return this.#standingOf(await this.#readNode(operator));
  }

  #standingOf(node: RosterNode | undefined): Standing {
    return standingOf(node?.role === 'miner' ? node : undefined, Math.floor(this.#nowMs() / 1_000));
  }
}
