import type { Address, Hex } from 'viem';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import { drawFaultOf, twoDrawsOf } from '#protocol/court/drawFault.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import { type Assignment, assignmentDigest, isAssignmentSigned } from '#protocol/signed/assignment.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** Assignments of one coordinator that wait to be checked; more are let pass unchecked. */
const MOST_WAITING = 256;
/** Tasks of one coordinator whose draws are remembered, to find one that is drawn again. */
const TASKS_REMEMBERED = 512;
/** Assignments of one coordinator that are remembered as checked: gossip and session bring the same one. */
const CHECKED_REMEMBERED = 1_024;
/** Assignments of one coordinator whose block our chain does not show yet; more are let pass unchecked. */
const MOST_POSTPONED = 256;
/** Our own node may follow another branch of the chain than the coordinator's for so many blocks. */
const SETTLED_BLOCKS = 2;
/** After an error of our own node, a block is read again so many blocks later. */
const RETRY_BLOCKS = 4;
/** Of the last 8,191 blocks, whose hashes the contracts know: time to send a report in. */
const KNOWN_BLOCKS = 8_000;

export interface DrawWatchDeps {
  network: NetworkIdentity;
  roster: Pick<RosterView, 'at' | 'current' | 'epochs' | 'onChange'>;
  /** A coordinator has signed this assignment. Told once, before its draw is known to be right. */
  onSigned(assignment: Assignment): void;
  /** A coordinator has signed a wrong draw, as far as this tab's view of the chain tells. */
  onFault(report: DrawReport): void;
  trace(what: string, error: unknown): void;
}

/** What a look at a draw finds: no fault, or one, or that it must be looked at again at a later block. */
type Verdict = { readonly report: DrawReport | undefined } | { readonly lookAt: number };

interface Seen {
  readonly digest: Hex;
  readonly assignment: Assignment;
}

/** What is remembered of a coordinator's node, whatever its key. */
class Watched {
  waiting = 0;
  turn: Promise<void> = Promise.resolve();
  /** Those with a verdict: what only bears an assignment's digest, and no signature, hides nothing. */
  readonly checked = new Set<Hex>();
  /** Those that wait for a block, outside of the queue. */
  readonly postponed = new Map<Hex, { seen: Seen; lookAt: number }>();
  /** The first assignment of each task, by the task's id. */
  readonly drawn = new Map<Hex, Assignment>();
}

/**
 * Compares every assignment that this tab hears with the draw, whoever its miner is. Each coordinator's are
 * checked one after the other, so that one that floods hides nobody else's.
 */
export class DrawWatch {
  readonly #deps: DrawWatchDeps;
  readonly #watched = new Map<bigint, Watched>();
  /** The nodes of the keys that were seen in service: a node may sign with an older key for a time. */
  readonly #nodeIds = new Map<Address, bigint>();
  readonly #unsubscribe: () => void;
  #isStopped = false;

  constructor(deps: DrawWatchDeps) {
    this.#deps = deps;
    this.#unsubscribe = deps.roster.onChange(({ blockNumber }) => this.#lookAgain(blockNumber));
  }

  /** An assignment of an active coordinator, as its session or gossip brought it. */
  see(assignment: Assignment): void {
    const of = this.#of(assignment.coordinator);
    if (this.#isStopped || of === undefined || of.waiting >= MOST_WAITING) return;
    const seen = { digest: assignmentDigest(this.#deps.network, assignment), assignment };
    if (!isKnown(of, seen)) this.#enqueue(of, seen, () => this.#check(of, seen));
  }

  #enqueue(of: Watched, { digest }: Seen, work: () => Promise<void>): void {
    of.waiting += 1;
    of.turn = of.turn
      .then(work)
      .catch((error: unknown) => this.#deps.trace(`the draw of assignment ${digest}`, error))
      .finally(() => {
        of.waiting -= 1;
      });
  }

  #lookAgain(head: number): void {
    this.#learnNodes();
    for (const of of this.#watched.values())
      for (const [digest, { seen, lookAt }] of of.postponed) {
        if (of.waiting >= MOST_WAITING) break;
        if (lookAt > head) continue;
        of.postponed.delete(digest);
        this.#enqueue(of, seen, () => this.#judge(of, seen));
      }
  }

  /** Resolves when all that was seen is checked. */
  async idle(): Promise<void> {
    await Promise.all([...this.#watched.values()].map(({ turn }) => turn));
  }

  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
  }

  /** Undefined for who is no active coordinator: the roster bounds how many there are. */
  #of(coordinator: Address): Watched | undefined {
    this.#learnNodes();
    const nodeId = this.#nodeIds.get(coordinator);
    if (nodeId === undefined) return undefined;
    const of = this.#watched.get(nodeId) ?? new Watched();
    this.#watched.set(nodeId, of);
    return of;
  }

  #learnNodes(): void {
    const active = this.#deps.roster.current().coordinators.filter(({ weight }) => weight > 0n);
    const ids = new Set(active.map(({ id }) => id));
    for (const [operator, id] of this.#nodeIds) if (!ids.has(id)) this.#nodeIds.delete(operator);
    for (const id of this.#watched.keys()) if (!ids.has(id)) this.#watched.delete(id);
    for (const { operator, id } of active) this.#nodeIds.set(operator, id);
  }

  async #check(of: Watched, seen: Seen): Promise<void> {
    const { network, onSigned, onFault } = this.#deps;
    const { assignment, digest } = seen;
    // A session brings what its coordinator has not signed as well.
    if (this.#isStopped || isKnown(of, seen) || !(await isAssignmentSigned(network, assignment))) return;
    onSigned(assignment);
    const before = of.drawn.get(assignment.taskId);
    if (before === undefined) rememberDraw(of.drawn, assignment);
    const again = before && twoDrawsOf(before, assignment);
    if (again === undefined) return this.#judge(of, seen);
    remember(of.checked, digest, CHECKED_REMEMBERED);
    if (!this.#isStopped) onFault(again);
  }

  async #judge({ checked, postponed }: Watched, seen: Seen): Promise<void> {
    const verdict = await this.#verdictOn(seen);
    if ('lookAt' in verdict) {
      const { lookAt } = verdict;
      if (postponed.size < MOST_POSTPONED) postponed.set(seen.digest, { seen, lookAt });
      return;
    }
    remember(checked, seen.digest, CHECKED_REMEMBERED);
    if (verdict.report !== undefined && !this.#isStopped) this.#deps.onFault(verdict.report);
  }

  async #verdictOn({ assignment, digest }: Seen): Promise<Verdict> {
    const { roster, trace } = this.#deps;
    const { epochs } = roster;
    const { rosterBlock, beacon } = assignment;
    const head = roster.current().blockNumber;
    const isNone = rosterBlock % epochs.blocks !== 0 || rosterBlock > head + epochs.blocks;
    if (isNone) return { report: { fault: 'beacon', assignment } };
    if (rosterBlock > head) return { lookAt: rosterBlock };
    // Too old for the contracts to know its time: any block since then shows that as well.
    const oldest = Math.ceil(Math.max(0, head - KNOWN_BLOCKS) / epochs.blocks) * epochs.blocks;
    if (rosterBlock < oldest) return { report: { fault: 'stale', assignment, block: oldest } };
    try {
      const drawn = await roster.at(rosterBlock);
      const settledAt = rosterBlock + SETTLED_BLOCKS;
      if (drawn.beacon !== beacon && head < settledAt) return { lookAt: settledAt };
      return { report: drawFaultOf(assignment, { ...drawn, epochs }) };
    } catch (error) {
      trace(`the roster of assignment ${digest}`, error);
      return { lookAt: head + RETRY_BLOCKS };
    }
  }
}

const isKnown = ({ checked, postponed }: Watched, { digest }: Seen): boolean =>
  checked.has(digest) || postponed.has(digest);

function remember<T>(known: Set<T>, value: T, most: number): void {
  known.add(value);
  if (known.size > most) known.delete(known.values().next().value!);
}

function rememberDraw(drawn: Map<Hex, Assignment>, assignment: Assignment): void {
  drawn.set(assignment.taskId, assignment);
  if (drawn.size > TASKS_REMEMBERED) drawn.delete(drawn.keys().next().value!);
}
