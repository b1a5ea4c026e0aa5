import { pino } from 'pino';
import { type Hex, keccak256, toHex } from 'viem';
import { expect, vi } from 'vitest';
import { Auditing, OPEN_PAUSE_MS } from '#coordinator/audit/auditing.ts';
import { type Auditor, AuditorError } from '#coordinator/audit/backEnds/auditor.ts';
import { DisputeDesk, type StandingCase } from '#coordinator/audit/disputeDesk.ts';
import { type HeldStream, HeldStreams } from '#coordinator/audit/heldStreams.ts';
import { ownersOf } from '#coordinator/audit/tabs/ownersOf.ts';
import { TabReview } from '#coordinator/audit/tabs/tabReview.ts';
import { partBytesOf } from '#coordinator/audit/wantedParts.ts';
import { isImageModel } from '#coordinator/catalogue/modelCatalogue.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { QueueFullError } from '#coordinator/scheduler/scheduler.ts';
import { Ledger } from '#coordinator/settlement/ledger.ts';
import { AuditStore } from '#coordinator/store/auditStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import { imageRequest, imageResult, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { testComparer } from '#coordinator/testing/testComparer.ts';
import { accountOf, COORDINATOR, NETWORK, nodeOf, testCatalogue } from '#coordinator/testing/world.ts';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { evidenceHashOf } from '#protocol/court/evidence.ts';
import type { CoordinatorFrame } from '#protocol/messages/stream.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { type Assignment, assignmentDigest } from '#protocol/signed/assignment.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import type { AuditState } from '#protocol/task/auditState.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { traceLeafOf } from '#protocol/trace/traceTree.ts';
import { traceOf } from '#protocol/trace/workTrace.ts';

/** How long a result can be reported, or its case run, in ms. */
export const OPEN_MS = 4 * 24 * 3_600_000;
/** For a busy machine, in ms. */
export const PATIENCE = 10_000;

export const ANN = accountOf('ann').address;
export const RIGHT: AuditMeasure = { measures: { step: { value: 1, bound: 1 } } };
export const WRONG: AuditMeasure = { measures: { step: { value: 1.01, bound: 1 } } };
/** Of a latent of the test catalogue's model at 16 x 16 pixels. */
const PART_BYTES = partBytesOf(drawModel().manifest, imageRequest());
/** The latents before the first of four steps and after each. */
export const TRACE = [0, 1, 2, 3, 4].map((part) => new Uint8Array(PART_BYTES).fill(part));

function drawModel() {
  const model = testCatalogue().find('draw');
  if (model === undefined || !isImageModel(model)) throw new Error('The test catalogue has no image model.');
  return model;
}

type Part = readonly [index: number, bytes: Uint8Array<ArrayBuffer>];

/** Audits of ann's images on a scheduler bench, with auditors, a chain and a court that the test sets. */
export class AuditBench {
  readonly bench: SchedulerBench;
  readonly store: AuditStore;
  held = new HeldStreams();
  auditing!: Auditing;
  disputes!: DisputeDesk;
  /** The queue takes no task. */
  isFull = false;
  /** Who does a replica next, and what it delivers; when the list is over, nobody does. */
  replicas: readonly { miner: string; result: TaskResult }[] = [];
  /** What the auditors find, one after the other; the last is repeated. */
  found: (AuditMeasure | AuditorError)[] = [RIGHT];
  audited: AuditedWork[] = [];
  /** The coordinator computes audits itself. Set it before `start`. */
  hasAuditors = true;
  /** What every audit waits for. */
  gate: Promise<void> = Promise.resolve();
  readonly kept: Uint8Array[] = [];
  /** What a report opens, or finds open; undefined: it is too late. */
  nextCase: bigint | undefined = 7n;
  /** The case that the chain has about a result that was reported, and whether it is decided. */
  standing: StandingCase | undefined;
  readonly doubted: { miner: string; agoMs: number }[] = [];
  /** Miners about whose results a case runs. */
  readonly accused = new Set<string>();
  head = 100;
  hashOf: (block: number) => Hex | undefined = () => undefined;
  /** How often a block was asked for. */
  wanted = 0;
  /** The chain is read as it is now. */
  isCurrent = true;
  /** Blocks come when they are asked for, as on a devnet. */
  makesBlocks = false;
  /** What witnesses are told. */
  readonly announced: { state: AuditState; digest: Hex }[] = [];
  /** How many audits are over. */
  ended = 0;
  /** What ann is told, and which parts she hands over. */
  told: CoordinatorFrame[] = [];
  handOver: (parts: readonly number[]) => readonly Part[] | undefined = (parts) =>
    parts.map((part) => [part, this.trace[part]!]);
  /** What she and all others have signed as their traces. */
  trace: readonly Uint8Array<ArrayBuffer>[] = TRACE;

  private constructor(db: Database) {
    this.bench = new SchedulerBench(db, [
      nodeOf('ann', 20_000),
      ...['bob', 'cid', 'dan'].map((name) => nodeOf(name, 20_000)),
    ]);
    this.bench.join('ann');
    this.store = new AuditStore(db);
    this.start();
  }

  /** @param others who have an account beside ann */
  static async open(db: Database, others: readonly string[] = []): Promise<AuditBench> {
    const audits = new AuditBench(db);
    for (const name of ['ann', ...others]) await audits.bench.accounts.open(accountOf(name).address, 0n);
    return audits;
  }

  /** Starts the audits, as after a restart. */
  start(): void {
    const { bench, store } = this;
    const { scheduler, accounts, pool } = bench;
    const log = pino({ level: 'silent' });
    this.held = new HeldStreams();
    const ledger = new Ledger({
      network: NETWORK,
      signer: COORDINATOR,
      accounts,
      redeemedOf: async () => 0n,
    });
    const publish = (receipt: Receipt) => void bench.receipts.push(receipt);
    const shared = {
      ...{ store, tasks: bench.store, catalogue: testCatalogue(), ledger, publish, log },
      nowMs: () => bench.clock,
    };
    const tabs = new TabReview({
      ...{ ...shared, comparer: testComparer },
      ownersOf: ({ miner, assignment }) => ownersOf(bench.roster, miner, assignment.rosterBlock),
      submit: async (...task) => {
        if (this.isFull) throw new QueueFullError();
        return scheduler.submit(...task);
      },
    });
    this.disputes = new DisputeDesk({
      ...{ ...shared, replicas: tabs.replicas },
      court: {
        keep: async (bytes) => {
          this.kept.push(bytes);
          return evidenceHashOf(bytes);
        },
        open: async () => {
          if (this.nextCase !== undefined) this.standing = { caseId: this.nextCase, verdict: undefined };
          return this.nextCase;
        },
        standing: async () => this.standing,
        openMs: async () => OPEN_MS,
      },
    });
    this.auditing = new Auditing({
      ...{ ...shared, pool, held: this.held, disputes: this.disputes, tabs },
      chain: {
        head: async () => this.head,
        isCurrent: () => this.isCurrent,
        confirmations: 2,
        hashOf: async (block) => this.hashOf(block),
        wantBlock: async () => {
          this.wanted += 1;
          if (this.makesBlocks) this.head += 1;
          return this.makesBlocks;
        },
      },
      auditors: this.hasAuditors ? this.#auditors() : [],
      traceTermMs: 200,
      doubt: (miner, agoMs) => this.doubted.push({ miner, agoMs }),
      isAccused: (miner) => this.accused.has(miner),
      onEnd: () => void this.ended++,
      announce: ({ state }, digest) => this.announced.push({ state, digest }),
      uptimeMs: () => bench.uptime,
    });
  }

  #auditors(): Auditor[] {
    let calls = 0;
    const audit = async (work: AuditedWork) => {
      this.audited.push(work);
      await this.gate;
      const finding = this.found[Math.min(calls++, this.found.length - 1)]!;
      if (finding instanceof AuditorError) throw finding;
      return finding;
    };
    return ['first', 'second'].map((name) => ({ name, audit, close: async () => undefined }));
  }

  /** Ann delivers an image and waits for its payment. */
  async deliver(seed = 1) {
    const task = await this.bench.taken('ann', imageRequest(seed));
    const { assignment } = task.open!.record;
    const digest = await this.handIn('ann', assignment, imageResult());
    return { task, digest, assignment };
  }

  /** A miner delivers what it has taken, and waits. @returns the assignment's digest */
  async handIn(name: string, assignment: Assignment, result: TaskResult): Promise<Hex> {
    const { bench, auditing } = this;
    const miner = accountOf(name);
    const digest = assignmentDigest(NETWORK, assignment);
    const bytes = encodeWire(result);
    const trace = traceOf(this.trace).root;
    const claim = { assignment: digest, result: resultHashOf(bytes), units: 4, trace };
    const signature = await signResult(NETWORK, miner, claim);
    bench.planAudit = (...about) => auditing.plan(...about);
    const frame = { type: 'result' as const, bytes, trace, signature };
    expect(await bench.scheduler.attempts.deliver(miner.address, digest, frame)).toEqual({ type: 'held' });
    this.wait(digest);
    return digest;
  }

  wait(digest: Hex): void {
    const stream: HeldStream = {
      send: async (frame) => {
        if (frame.type !== 'wanted') return void this.told.push(frame);
        const parts = this.handOver(frame.parts);
        if (parts === undefined) return;
        const leaves = this.trace.map(traceLeafOf);
        this.held.receive(stream, { leaves, parts: parts.map(([at, part]) => [at, part]) });
      },
      close: async () => undefined,
      abort: () => undefined,
    };
    this.held.join(digest, stream);
  }

  async stateOf(id: Hex): Promise<string | undefined> {
    return (await this.bench.store.find(id))?.audit?.state;
  }

  /** What ann was promised in all, in wei. */
  owed(): Promise<bigint | undefined> {
    return this.bench.accounts.cumulativeOf(ANN);
  }

  /** One look at what is due, with all that follows from it. */
  async look(): Promise<void> {
    await this.auditing.run();
    await this.auditing.idle();
  }

  /** Runs the audits until that of a task is over, with all that follows from it. */
  async decided(id: Hex): Promise<string | undefined> {
    await vi.waitFor(async () => {
      await this.look();
      await this.#endReplicas();
      this.bench.uptime += OPEN_PAUSE_MS;
      expect(['due', 'waiting']).not.toContain(await this.stateOf(id));
    }, PATIENCE);
    return this.stateOf(id);
  }

  /** Whoever is next does each replica that waits, or nobody does it in time. */
  async #endReplicas(): Promise<void> {
    const { bench } = this;
    for (const task of bench.scheduler.board.all()) {
      if (task.replicaOf === null) continue;
      const next = this.replicas.find(({ miner }) => !task.excludes(nodeOf(miner, 0)));
      this.replicas = this.replicas.filter((each) => each !== next);
      if (next === undefined) {
        await bench.scheduler.cancel(task.id);
        continue;
      }
      await this.#replicate(task, next.miner, next.result);
    }
  }

  /** A miner that joins for it does the replica that waits. @returns the replica's id */
  async replicaBy(miner: string, result: TaskResult): Promise<Hex> {
    const task = this.bench.scheduler.board.all().find(({ replicaOf }) => replicaOf !== null)!;
    await this.#replicate(task, miner, result);
    return task.id;
  }

  async #replicate(task: LiveTask, miner: string, result: TaskResult): Promise<void> {
    const { bench } = this;
    const session = bench.join(miner);
    await bench.scheduler.assign();
    const { assignment } = task.open!.record;
    expect(assignment.miner).toBe(accountOf(miner).address);
    await bench.take(miner, assignment);
    await this.handIn(miner, assignment, result);
    bench.pool.leave(session);
  }

  /** As if ann had delivered so many right results before. */
  async record(count: number): Promise<void> {
    this.hashOf = () => keccak256(toHex('some block'));
    for (let seed = 1_000; seed < 1_000 + count; seed++) {
      const { task } = await this.deliver(seed);
      this.head += 10;
      expect(await this.decided(task.id)).toMatch(/passed|skipped/);
    }
    this.hashOf = () => undefined;
    [this.told, this.audited] = [[], []];
  }
}
