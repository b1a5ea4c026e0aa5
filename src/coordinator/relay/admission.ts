import type { Address } from 'viem';
import type { Roster, RosterNode } from '#chain/roster.ts';
import { type Standing, standingOf } from '#chain/standing.ts';
import { type Rate, TokenBucket } from '#network/limits/tokenBucket.ts';
import { RefusalError } from '#protocol/refusal.ts';

/**
 * Reads of the chain for keys of which nothing is known. Anybody can make a key and say hello, so these are
 * limited. A miner that has registered is in the roster a moment later and needs none.
 */
const STRANGERS: Rate = { perSecond: 2, burst: 20 };
/**
 * Reads for keys of nodes, which cost stake, apart from the strangers': among them are jurors that are in
 * jail, retired or short of stake. All together, and of each: a tab that gets no work says hello every 30 s.
 */
const NODES: Rate = { perSecond: 20, burst: 100 };
const EACH_NODE: Rate = { perSecond: 0.2, burst: 10 };
/** Keys of nodes that are remembered; beyond it the one that was heard first is forgotten. */
const MOST_KEYS = 10_000;

export interface AdmissionDeps {
  roster: { current(): Roster };
  /** Reads from the chain. */
  readNode(operator: Address): Promise<RosterNode | undefined>;
  /** Whether a key was ever admitted here: it may be that of a node that the roster has no more. */
  hasWorked(operator: Address): Promise<boolean>;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps: one that is set back would turn strangers away for as long. */
  uptimeMs(): number;
}

/** Decides from the chain who may mine. */
export class Admission {
  readonly #deps: AdmissionDeps;
  readonly #strangers: TokenBucket;
  readonly #nodes: TokenBucket;
  /** Of each key that is known to be a node's. */
  readonly #eachNode = new Map<Address, TokenBucket>();

  constructor(deps: AdmissionDeps) {
    this.#deps = deps;
    this.#strangers = new TokenBucket(STRANGERS, deps.uptimeMs());
    this.#nodes = new TokenBucket(NODES, deps.uptimeMs());
  }

  /**
   * A miner's standing. The roster may be a block or more old: a miner that it lacks, or has as not active,
   * may just have registered or left jail, so the chain itself is asked.
   * @param isAdmitted whether it works for us already: strangers' hellos must not keep it from being reviewed
   * @throws RefusalError RELAY_FULL when too many such miners come at once; they try again
   */
  async standing(operator: Address, isAdmitted = false): Promise<Standing> {
    const { roster, readNode } = this.#deps;
    const listed = roster.current().miners.find((node) => node.operator === operator);
    if (this.#standingOf(listed) === 'ACTIVE') return 'ACTIVE';
    if (!isAdmitted && !(await this.#mayRead(operator, listed !== undefined)))
      throw new RefusalError('RELAY_FULL', 'too many newcomers');
    const node = await readNode(operator);
    if (node !== undefined) this.#bucketOf(operator);
    return this.#standingOf(node);
  }

  async #mayRead(operator: Address, isListed: boolean): Promise<boolean> {
    const { hasWorked, uptimeMs } = this.#deps;
    if (!isListed && !this.#eachNode.has(operator) && !(await hasWorked(operator)))
      return this.#strangers.take(uptimeMs());
    return this.#bucketOf(operator).take(uptimeMs()) && this.#nodes.take(uptimeMs());
  }

  #bucketOf(operator: Address): TokenBucket {
    const bucket = this.#eachNode.get(operator) ?? new TokenBucket(EACH_NODE, this.#deps.uptimeMs());
    this.#eachNode.set(operator, bucket);
    if (this.#eachNode.size > MOST_KEYS) this.#eachNode.delete(this.#eachNode.keys().next().value!);
    return bucket;
  }

  #standingOf(node: RosterNode | undefined): Standing {
    const nowSeconds = Math.floor(this.#deps.nowMs() / 1_000);
    return standingOf(node?.role === 'miner' ? node : undefined, nowSeconds);
  }
}
