import type { Logger } from 'pino';
import type { Address, Hex } from 'viem';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { type AnnouncedAudit, announcer } from '#coordinator/audit/announcer.ts';
import { Auditing } from '#coordinator/audit/auditing.ts';
import type { Auditor, ResultComparer } from '#coordinator/audit/backEnds/auditor.ts';
import { disputeCourt } from '#coordinator/audit/disputeCourt.ts';
import { DisputeDesk } from '#coordinator/audit/disputeDesk.ts';
import type { AuditChain } from '#coordinator/audit/draw/auditChain.ts';
import { HeldStreams } from '#coordinator/audit/heldStreams.ts';
import { ownersOf } from '#coordinator/audit/tabs/ownersOf.ts';
import { TabReview } from '#coordinator/audit/tabs/tabReview.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { type CourtService, startCourt } from '#coordinator/court/court.ts';
import { type Repeated, repeat } from '#coordinator/eventLoop/repeat.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import type { FollowedRoster } from '#coordinator/scheduler/assigner.ts';
import type { TaskTerms } from '#coordinator/scheduler/scheduler.ts';
import type { Ledger } from '#coordinator/settlement/ledger.ts';
import { AuditStore } from '#coordinator/store/auditStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import type { AuditPlan } from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import type { OperatorWallet } from '#coordinator/wallet/operatorWallet.ts';
import { RefusalError } from '#protocol/refusal.ts';
import type { AuditNotice } from '#protocol/signed/auditNotice.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** Draws wait for blocks. */
const AUDIT_MS = 2_000;
/** What is delivered within this time, in ms, shares a look at the books, a block and its transaction. */
const SHARED_ROUND_MS = 500;
/** A jury's windows are minutes at least. */
const CASES_MS = 5_000;

/** How long a miner may take to hand over its trace, in ms: its tab may be reloaded meanwhile. */
const TRACE_TERM_MS = 120_000;

/** What audits and courts need beside the coordinator itself. */
export interface TrustSettings {
  config: NetworkConfig;
  client: ReadClient;
  /** Of the operator key, which pays the deposits of cases. */
  wallet: OperatorWallet;
  chain: AuditChain;
  /** Its own back ends, in the order in which they are asked; none: other tabs compute what is audited. */
  auditors: readonly Auditor[];
  comparer: ResultComparer & { close(): Promise<void> };
  /** Bytes of all evidence that is kept: that of our own audits, and copies of what others brought. */
  maxEvidenceBytes: Record<'own' | 'copies', number>;
  /** Our share of the fines of one jury that is worth a transaction, in wei of CAI. */
  leastShareWei: bigint;
}

export interface TrustDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  roster: FollowedRoster;
  catalogue: ModelCatalogue;
  pool: MinerPool;
  /** Whether a peer may use the court. */
  isAdmitted(peer: string): boolean;
  /** The key of such a peer. */
  operatorOf(peer: string): Address | undefined;
  tasks: TaskStore;
  ledger: Ledger;
  db: Database;
  publish(receipt: Receipt): void;
  /** Gossips a notice of an audit. */
  announce(notice: AuditNotice): void;
  submit(request: TaskRequest, client: string, terms: Partial<TaskTerms>): Promise<unknown>;
  doubt(miner: Address, agoMs: number): void;
  log: Logger;
  nowMs(): number;
  uptimeMs(): number;
}

/** Audits and courts of a coordinator. Where it has none, results are paid as they come. */
export class Trust {
  /** Streams of miners that wait for payments. */
  readonly held = new HeldStreams();
  readonly court: CourtService | undefined;
  readonly audits: AuditStore;
  readonly #auditing: Auditing | undefined;
  readonly #audit: Repeated | undefined;
  readonly #repeated: Repeated[] = [];
  readonly #log: Logger;
  readonly #announce: ReturnType<typeof announcer>;
  /** Ends downloads. */
  readonly #closing = new AbortController();
  readonly #comparer: TrustSettings['comparer'] | undefined;

  constructor(settings: TrustSettings | undefined, deps: TrustDeps) {
    const { log } = deps;
    this.#log = log;
    this.#announce = announcer(deps);
    this.audits = new AuditStore(deps.db);
    if (settings === undefined) return;
    const court = startCourt({ ...settings, ...deps });
    const store = this.audits;
    const nodeOf = (miner: Address) =>
      deps.roster.current().miners.find(({ operator }) => operator === miner);
    const tabs = new TabReview({
      ...{ ...deps, store, comparer: settings.comparer },
      ownersOf: ({ miner, assignment }) => ownersOf(deps.roster, miner, assignment.rosterBlock),
    });
    const disputes = new DisputeDesk({
      ...{ ...deps, store, replicas: tabs.replicas },
      court: disputeCourt(court),
    });
    const isAccused = (miner: Address): boolean => {
      const node = nodeOf(miner);
      return node !== undefined && court.clerk.isAccused(node.id);
    };
    const auditing = new Auditing({
      ...{ ...settings, ...deps, store, held: this.held, disputes, tabs, isAccused },
      onEnd: () => this.#audit?.runNow(),
      announce: this.#announce,
      traceTermMs: TRACE_TERM_MS,
    });
    this.court = court;
    this.#comparer = settings.comparer;
    this.#auditing = auditing;
    this.#audit = repeat(log, 'audit results', AUDIT_MS, () => auditing.run());
    this.#repeated = [
      this.#audit,
      repeat(log, 'open cases', CASES_MS, () => disputes.openCases()),
      repeat(log, 'attend to cases', CASES_MS, () => court.clerk.attend()),
      repeat(log, 'copy evidence of cases', CASES_MS, () => court.copies.attend(this.#closing.signal)),
      repeat(log, 'report wrong draws', CASES_MS, () => court.draws.attend()),
    ];
  }

  /** Remembers what was known before a restart. Call it before tasks are assigned. */
  async resume(): Promise<void> {
    await this.#auditing?.resume();
  }

  /** How a result is audited; undefined where nothing is. */
  async plan(model: string, miner: Address, isCertain: boolean): Promise<AuditPlan | undefined> {
    return this.#auditing?.plan(model, miner, isCertain);
  }

  /** A payment waits. Its audit is announced before anybody can know the draw. */
  onHeld(audit: AnnouncedAudit, digest: Hex): void {
    this.#announce(audit, digest);
    this.#audit?.runWithin(SHARED_ROUND_MS);
  }

  /** A miner has joined: it takes up its results whose payment waits. */
  onJoined(miner: Address): void {
    this.#auditing
      ?.remind(miner)
      .catch((error: unknown) => this.#log.error({ err: error, miner }, 'could not remind a miner'));
  }

  async stop(): Promise<void> {
    this.#closing.abort(new RefusalError('STOPPING'));
    await this.#auditing?.stop();
    await this.#comparer?.close();
    await Promise.all(this.#repeated.map((each) => each.stop()));
    await this.court?.stop();
  }
}
