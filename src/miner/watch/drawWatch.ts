import type { Address, Hex } from 'viem';
import { drawnRoster } from '#miner/coordinators/drawnRoster.ts';
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
/** Of the last 8,191 blocks, whose hashes the contracts know: time to send a report in. */
const KNOWN_BLOCKS = 8_000;

export interface DrawWatchDeps {
  network: NetworkIdentity;
  roster: Pick<RosterView, 'at' | 'current' | 'epochs'>;
  /** A coordinator has signed a wrong draw, as far as this tab's view of the chain tells. */
  onFault(report: DrawReport): void;
  trace(what: string, error: unknown): void;
}

/** What is remembered of a coordinator. */
class Watched {
  waiting = 0;
  turn: Promise<void> = Promise.resolve();
  readonly checked = new Set<Hex>();
  /** The first assignment of each task, by the task's id. */
  readonly drawn = new Map<Hex, Assignment>();
}

/**
 * Compares every assignment that this tab hears with the draw, whoever its miner is. Each coordinator's are
 * checked one after the other, so that one that floods hides nobody else's.
 */
export class DrawWatch {
  readonly #deps: DrawWatchDeps;
  readonly #watched = new Map<Address, Watched>();
  #isStopped = false;

  constructor(deps: DrawWatchDeps) {
    this.#deps = deps;
  }

  /** An assignment of an active coordinator, as its session or gossip brought it. */
  see(assignment: Assignment): void {
    const { network, trace } = this.#deps;
    const of = this.#of(assignment.coordinator);
    if (this.#isStopped || of === undefined || of.waiting >= MOST_WAITING) return;
    const digest = assignmentDigest(network, assignment);
    if (of.checked.has(digest)) return;
    remember(of.checked, digest, CHECKED_REMEMBERED);
    of.waiting += 1;
    of.turn = of.turn
      .then(() => this.#check(of, assignment))
      .catch((error: unknown) => trace(`the draw of assignment ${digest}`, error))
      .finally(() => {
        of.waiting -= 1;
      });
  }

  /** Resolves when all that was seen is checked. */
  async idle(): Promise<void> {
    await Promise.all([...this.#watched.values()].map(({ turn }) => turn));
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Undefined for who is no active coordinator: the roster bounds how many there are. */
  #of(coordinator: Address): Watched | undefined {
    const { coordinators } = this.#deps.roster.current();
    const isActive = (operator: Address) =>
      coordinators.some((node) => node.operator === operator && node.weight > 0n);
    for (const operator of this.#watched.keys()) if (!isActive(operator)) this.#watched.delete(operator);
    if (!isActive(coordinator)) return undefined;
    const of = this.#watched.get(coordinator) ?? new Watched();
    this.#watched.set(coordinator, of);
    return of;
  }

  async #check({ drawn }: Watched, assignment: Assignment): Promise<void> {
    // A session brings what its coordinator has not signed as well.
    if (this.#isStopped || !(await isAssignmentSigned(this.#deps.network, assignment))) return;
    const before = drawn.get(assignment.taskId);
    if (before === undefined) rememberDraw(drawn, assignment);
    const again = before && twoDrawsOf(before, assignment);
    const report = again ?? (await this.#faultOf(assignment));
    if (report !== undefined && !this.#isStopped) this.#deps.onFault(report);
  }

  async #faultOf(assignment: Assignment): Promise<DrawReport | undefined> {
    const { roster } = this.#deps;
    const { epochs } = roster;
    const { rosterBlock } = assignment;
    const head = roster.current().blockNumber;
    const isNone = rosterBlock % epochs.blocks !== 0 || rosterBlock > head + epochs.blocks;
    if (isNone) return { fault: 'beacon', assignment };
    // Too old for the contracts to know its time: any block since then shows that as well.
    const oldest = Math.ceil(Math.max(0, head - KNOWN_BLOCKS) / epochs.blocks) * epochs.blocks;
    if (rosterBlock < oldest) return { fault: 'stale', assignment, block: oldest };
    return drawFaultOf(assignment, { ...(await drawnRoster(roster, assignment)), epochs });
  }
}

function remember<T>(known: Set<T>, value: T, most: number): void {
  known.add(value);
  if (known.size > most) known.delete(known.values().next().value!);
}

function rememberDraw(drawn: Map<Hex, Assignment>, assignment: Assignment): void {
  drawn.set(assignment.taskId, assignment);
  if (drawn.size > TASKS_REMEMBERED) drawn.delete(drawn.keys().next().value!);
}
