import { encode as encodePng } from 'fast-png';
import { type Logger, pino } from 'pino';
import type { Address, Hex } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import { MinerPool, type MinerSession } from '#coordinator/miners/minerPool.ts';
import { boundsOf, checkClaim, checkResult } from '#coordinator/relay/checkResult.ts';
import type { AttemptsDeps } from '#coordinator/scheduler/attempts.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { Scheduler, type SchedulerOptions } from '#coordinator/scheduler/scheduler.ts';
import { Ledger } from '#coordinator/settlement/ledger.ts';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import type { AuditPlan, HeldAudit } from '#coordinator/store/taskRecord.ts';
import { TaskStore } from '#coordinator/store/taskStore.ts';
import { accountOf, COORDINATOR, NETWORK, TestRoster, testCatalogue } from '#coordinator/testing/world.ts';
import type { CoordinatorFrame } from '#protocol/messages/stream.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { type Assignment, assignmentDigest } from '#protocol/signed/assignment.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { ImageRequest, TaskRequest, TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';
import { textTrace, traceOf } from '#protocol/trace/workTrace.ts';

/** How often a tab without news repeats its progress, in seconds. */
const REPEAT_S = 20;

/**
 * A scheduler on a real database with a clock that the test sets, and miners that are sessions without a
 * network.
 */
export class SchedulerBench {
  readonly store: TaskStore;
  readonly accounts: AccountStore;
  readonly pool = new MinerPool(100);
  readonly roster: TestRoster;
  readonly scheduler: Scheduler;
  readonly announced: Assignment[] = [];
  readonly reminded: Assignment[] = [];
  /** Each promise, and how many tasks were open at that moment. */
  readonly promised: { amount: bigint; open: number }[] = [];
  readonly receipts: Receipt[] = [];
  /** How results are audited; undefined: not at all. */
  plan: AuditPlan | undefined;
  planAudit: AttemptsDeps['planAudit'] = async () => this.plan;
  /** Tasks whose payment waits for an audit. */
  readonly held: (HeldAudit & { digest: Hex })[] = [];
  /** Miners whose channels held too little. */
  readonly unfunded: Address[] = [];
  readonly log: Logger = pino({ level: 'silent' });
  /** The time of day, which may be set, and a clock that never jumps, in ms. */
  clock = 1_700_000_000_000;
  uptime = 5_000;

  constructor(db: Database, miners: RosterNode[], options: Partial<SchedulerOptions> = {}) {
    this.store = new TaskStore(db);
    this.accounts = new AccountStore(db);
    this.roster = new TestRoster(miners);
    const catalogue = testCatalogue();
    this.scheduler = new Scheduler(
      {
        ...{
          network: NETWORK,
          signer: COORDINATOR,
          catalogue,
          roster: this.roster,
          pool: this.pool,
          store: this.store,
        },
        ledger: new Ledger({
          ...{ network: NETWORK, signer: COORDINATOR, accounts: this.accounts },
          redeemedOf: async () => 0n,
        }),
        boundsOf: (request) => boundsOf(catalogue, request),
        checkResult: (request, bytes, miner) => checkResult(catalogue, request, bytes, miner),
        checkClaim: (claim) => checkClaim(catalogue, NETWORK, claim),
        announce: (assignment) => this.announced.push(assignment),
        remind: (assignment) => this.reminded.push(assignment),
        planAudit: (...about) => this.planAudit(...about),
        onHeld: (audit, digest) => this.held.push({ ...audit, digest }),
        onPromise: (_miner, amount) => this.promised.push({ amount, open: this.scheduler.board.size }),
        onUnfunded: (miner) => this.unfunded.push(miner),
        publish: (receipt) => this.receipts.push(receipt),
        log: this.log,
        nowMs: () => this.clock,
        uptimeMs: () => this.uptime,
      },
      { capacity: 10_000, patienceSeconds: 120, ...options },
    );
  }

  /** @param together how many tasks of each model it computes together */
  join(name: string, ids = ['draw', 'talk'], together = 1): MinerSession {
    const models = new Map(ids.map((id) => [id, together]));
    const session: MinerSession = {
      ...{ operator: accountOf(name).address, peer: `peer of ${name}`, gpu: 'none', models },
      ...{ seenAt: this.uptime, assign: () => undefined, dismiss: () => undefined },
    };
    this.pool.join(session);
    return session;
  }

  digestOf(assignment: Assignment): Hex {
    return assignmentDigest(NETWORK, assignment);
  }

  /**
   * Takes an assignment as its miner.
   * @returns the answer, and the codes of `over` frames sent later
   */
  async take(
    name: string,
    assignment: Assignment,
  ): Promise<{ answer: CoordinatorFrame; calledOff: RefusalCode[] }> {
    const calledOff: RefusalCode[] = [];
    const channel = { over: (code: RefusalCode) => calledOff.push(code) };
    const answer = await this.scheduler.attempts.take(accountOf(name).address, this.digestOf(assignment), {
      over: (code) => void channel.over(code),
    });
    return { answer, calledOff };
  }

  async deliver(
    name: string,
    assignment: Assignment,
    result: TaskResult,
    signer = name,
    units = unitsOf(this.scheduler.board.get(assignment.taskId)?.request ?? imageRequest(), result),
  ): Promise<CoordinatorFrame> {
    const digest = this.digestOf(assignment);
    const bytes = encodeWire(result);
    const trace = traceRootOfResult(result);
    const claim = { assignment: digest, result: resultHashOf(bytes), units, trace };
    const signature = await signResult(NETWORK, accountOf(signer), claim);
    const frame = { type: 'result' as const, bytes, trace, signature };
    return this.scheduler.attempts.deliver(accountOf(name).address, digest, frame);
  }

  async submit(request: TaskRequest): Promise<LiveTask> {
    const task = await this.scheduler.submit(request, 'client');
    await this.scheduler.assign();
    return task;
  }

  /** A task that this miner, alone online, has taken. */
  async taken(name: string, request: TaskRequest): Promise<LiveTask> {
    const task = await this.submit(request);
    await this.take(name, task.open!.record.assignment);
    return task;
  }

  /** A miner's progress on a task, if it has not lost it. */
  report(name: string, { open }: LiveTask, progress: TaskProgress): void {
    if (open !== undefined)
      this.scheduler.attempts.progress(accountOf(name).address, open.record.digest, progress);
  }

  /** Lets time pass while a miner says at times what tells of no work. */
  async idle(name: string, seconds: number, tasks: LiveTask[], says: (task: LiveTask) => TaskProgress) {
    for (let passed = 0; passed < seconds; passed += REPEAT_S) {
      await this.pass(Math.min(REPEAT_S, seconds - passed));
      for (const task of tasks) this.report(name, task, says(task));
    }
  }

  /** Both clocks advance, and every miner is present but these. */
  async pass(seconds: number, away: readonly MinerSession[] = []): Promise<void> {
    this.clock += seconds * 1_000;
    this.uptime += seconds * 1_000;
    for (const session of this.pool.all()) if (!away.includes(session)) session.seenAt = this.uptime;
    await this.scheduler.sweep();
  }
}

export const imageRequest = (seed = 1): ImageRequest => ({
  ...{ kind: 'image', model: 'draw', prompt: 'a red fox', negativePrompt: '', width: 16, height: 16 },
  ...{
    steps: 4,
    guidance: 3,
    seed,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${seed.toString(16).padStart(32, '0')}`,
  },
});

export const textRequest = (seed = 1): TextRequest => ({
  ...{ kind: 'text', model: 'talk', messages: [{ role: 'user', content: 'hello' }], maxTokens: 512 },
  ...{
    temperature: 0,
    topP: 1,
    stop: [],
    seed,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${seed.toString(16).padStart(32, '0')}`,
  },
});

export function pngOf(width: number, height: number, level = 200): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(width * height * 3).fill(level);
  return new Uint8Array(encodePng({ width, height, channels: 3, depth: 8, data }));
}

/** The root of an image's trace of one part, its file, or of a text's tokens. */
export const traceRootOfResult = (result: TaskResult): Hex =>
  traceOf(result.kind === 'text' ? textTrace(result.tokens) : [result.png]).root;

export const step = (done: number, total = 4): TaskProgress => ({ kind: 'step', done, total });
export const delta = (text: string): TaskProgress => ({ kind: 'text', delta: text });
export const outcomes = (task: LiveTask) => task.attempts.map(({ outcome }) => outcome);

/** A plain picture. */
export const imageResult = (level?: number): TaskResult => ({ kind: 'image', png: pngOf(16, 16, level) });
