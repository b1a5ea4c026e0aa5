import type { Address, Hex } from 'viem';
import type { DrawVerdict } from '#chain/courts/reports/drawReports.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { ServedCoordinators } from '#miner/coordinators/servedCoordinators.ts';
import { type CoordinatorFigures, NO_FIGURES } from '#miner/status/minerStatus.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import { AuditWatch } from '#miner/watch/auditWatch.ts';
import { DrawWatch } from '#miner/watch/drawWatch.ts';
import { FaultReporter } from '#miner/watch/faultReporter.ts';
import type { FaultRecord, FaultStore } from '#miner/watch/faultStore.ts';
import type { Counted, FiguresStore } from '#miner/watch/figures.ts';
import { PresenceWatch } from '#miner/watch/presenceWatch.ts';
import { ratedStake } from '#miner/watch/rating.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import type { AuditNotice } from '#protocol/signed/auditNotice.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';

/** Hashes of blocks that are kept: the audits of a few minutes are drawn by so many. */
const HASHES_KEPT = 64;

/** The chain and the stores, as far as coordinators are watched by them. */
export interface WatchBench {
  /** Evidence of wrong draws. */
  faults: FaultStore;
  figures: FiguresStore;
  /** What the contract says to a report. @throws ChainError */
  readVerdict(report: DrawReport): Promise<DrawVerdict>;
  /** The hash of a block. @throws ChainError */
  readHash(block: number): Promise<Hex>;
}

export interface CoordinatorWatchDeps extends WatchBench {
  network: NetworkIdentity;
  signer: OperatorSigner;
  roster: RosterView;
  coordinators: ServedCoordinators;
  /** The prices of the models of which this tab takes tasks of a coordinator now, in wei per unit. */
  pricesAt(coordinator: Address): bigint[];
  /** Since when this tab has no task, in ms of `performance.now`; undefined while it has one. */
  idleSince(): number | undefined;
  /** When a task of this node was last refused, failed or lost, in ms of `performance.now`. */
  troubleAt(nodeId: bigint): number | undefined;
  /** The node that a key serves or once served. @throws ChainError */
  readNodeId(operator: Address): Promise<bigint>;
  board: StatusBoard;
  nowSeconds(): number;
  trace(what: string, error: unknown): void;
}

/**
 * Watches what coordinators do, as any tab can: reports their wrong draws, counts the audits that they skip
 * and the tasks for which they pass this tab over, and rates them by these figures.
 */
export class CoordinatorWatch {
  readonly #deps: CoordinatorWatchDeps;
  readonly #draws: DrawWatch;
  readonly #reporter: FaultReporter;
  readonly #audits: AuditWatch;
  readonly #presence: PresenceWatch;
  readonly #counts = new Map<bigint, Omit<CoordinatorFigures, 'wrongDraws'>>();
  readonly #wrongDraws = new Map<bigint, number>();
  readonly #hashes = new Map<number, Promise<Hex>>();
  #unsubscribe: () => void = () => undefined;

  constructor(deps: CoordinatorWatchDeps) {
    this.#deps = deps;
    const { coordinators, faults, signer } = deps;
    const uptimeMs = () => performance.now();
    this.#reporter = new FaultReporter({
      ...{ ...deps, store: faults, relays: coordinators, uptimeMs },
      onRecords: (records) => this.#noteFaults(records),
    });
    this.#draws = new DrawWatch({
      ...deps,
      // Only what a coordinator has signed counts for it: a session brings other things as well.
      onSigned: (assignment) => this.#presence.see(assignment),
      onFault: (report) => void this.#reporter.note(report),
    });
    this.#audits = new AuditWatch({
      ...{ ...deps, uptimeMs, readHash: (block) => this.#hashOf(block) },
      connectedSince: (operator) => coordinators.connectedSince(operator),
      onDue: (operator, isMade) => this.#count(operator, isMade ? 'audited' : 'skipped'),
    });
    this.#presence = new PresenceWatch({
      ...{ ...deps, miner: signer.address, uptimeMs },
      presenceAt: (operator) => {
        const nodeId = coordinators.nodeIdOf(operator);
        if (nodeId === undefined) return undefined;
        return {
          connectedSince: coordinators.connectedSince(operator),
          troubleAt: deps.troubleAt(nodeId),
          prices: deps.pricesAt(operator),
        };
      },
      onTask: (operator, isGiven) => this.#count(operator, isGiven ? 'given' : 'passedOver'),
    });
  }

  /** Begins with what earlier loads of the page have counted. */
  start(): void {
    const { figures, roster, trace } = this.#deps;
    figures
      .all()
      .then((all) => {
        for (const [nodeId, counts] of all) if (!this.#counts.has(nodeId)) this.#counts.set(nodeId, counts);
        this.#show();
      })
      .catch((error: unknown) => trace('the figures of coordinators', error));
    this.#unsubscribe = roster.onChange(() => this.#show());
    this.#reporter.start();
  }

  stop(): void {
    this.#unsubscribe();
    this.#draws.stop();
    this.#reporter.stop();
  }

  /** An assignment, as a session or gossip brought it. */
  see(assignment: Assignment): void {
    this.#draws.see(assignment);
  }

  /** A notice of an audit, as gossip brought it. */
  hear(notice: AuditNotice): void {
    this.#audits.hear(notice);
  }

  figuresOf(nodeId: bigint): CoordinatorFigures {
    const counts = this.#counts.get(nodeId) ?? NO_FIGURES;
    const { audited, skipped, given, passedOver } = counts;
    return { audited, skipped, given, passedOver, wrongDraws: this.#wrongDraws.get(nodeId) ?? 0 };
  }

  /** The stake with which a coordinator takes part when this tab's time is divided. @param stake in wei */
  rate(nodeId: bigint, stake: bigint): bigint {
    return ratedStake(stake, this.figuresOf(nodeId));
  }

  #count(operator: Address, what: Counted): void {
    const { roster, figures, trace } = this.#deps;
    const node = roster.current().coordinators.find((each) => each.operator === operator);
    if (node === undefined) return;
    figures
      .count(node.id, what)
      .then((counts) => {
        this.#counts.set(node.id, counts);
        this.#show();
      })
      .catch((error: unknown) => trace('the figures of a coordinator', error));
  }

  #noteFaults(records: readonly FaultRecord[]): void {
    this.#wrongDraws.clear();
    for (const { nodeId } of records) this.#wrongDraws.set(nodeId, (this.#wrongDraws.get(nodeId) ?? 0) + 1);
    this.#show();
  }

  #show(): void {
    const { board, coordinators } = this.#deps;
    for (const { operator, figures: shown } of board.current().coordinators) {
      const nodeId = coordinators.nodeIdOf(operator);
      if (nodeId === undefined) continue;
      const figures = this.figuresOf(nodeId);
      if (!areSame(shown, figures)) board.setCoordinator(operator, { figures });
    }
  }

  #hashOf(block: number): Promise<Hex> {
    const known = this.#hashes.get(block);
    if (known !== undefined) return known;
    const reading = this.#deps.readHash(block);
    this.#hashes.set(block, reading);
    reading.catch(() => this.#hashes.delete(block));
    if (this.#hashes.size > HASHES_KEPT) this.#hashes.delete(this.#hashes.keys().next().value!);
    return reading;
  }
}

const areSame = (a: CoordinatorFigures, b: CoordinatorFigures): boolean =>
  a.audited === b.audited &&
  a.skipped === b.skipped &&
  a.given === b.given &&
  a.passedOver === b.passedOver &&
  a.wrongDraws === b.wrongDraws;
