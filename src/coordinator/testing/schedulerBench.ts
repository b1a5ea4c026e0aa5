import { encode as encodePng } from 'fast-png';
import { pino } from 'pino';
import type { Hex } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import { checkResult } from '#coordinator/relay/checkResult.ts';
import { MinerPool, type MinerSession } from '#coordinator/scheduler/minerPool.ts';
import { Scheduler, type SchedulerOptions } from '#coordinator/scheduler/scheduler.ts';
import { Ledger } from '#coordinator/settlement/ledger.ts';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import { TaskStore } from '#coordinator/store/taskStore.ts';
import { accountOf, COORDINATOR, NETWORK, TestRoster, testCatalogue } from '#coordinator/testing/world.ts';
import type { CoordinatorFrame } from '#protocol/messages/stream.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { type Assignment, assignmentDigest } from '#protocol/signed/assignment.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

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
  readonly receipts: Receipt[] = [];
  clock = 1_700_000_000_000;

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
        checkResult: (request, bytes) => checkResult(catalogue, request, bytes),
        announce: (assignment) => this.announced.push(assignment),
        remind: (assignment) => this.reminded.push(assignment),
        publish: (receipt) => this.receipts.push(receipt),
        log: pino({ level: 'silent' }),
        nowMs: () => this.clock,
      },
      { capacity: 10_000, patienceSeconds: 120, ...options },
    );
  }

  /** @param together how many tasks of each model it computes together */
  join(name: string, ids = ['draw', 'talk'], together = 1): MinerSession {
    const models = new Map(ids.map((id) => [id, together]));
    const session: MinerSession = {
      ...{ operator: accountOf(name).address, peer: `peer of ${name}`, gpu: 'none', models },
      ...{ seenAt: this.clock, restsUntil: 0, assign: () => undefined, dismiss: () => undefined },
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
  ): Promise<CoordinatorFrame> {
    const digest = this.digestOf(assignment);
    const bytes = encodeWire(result);
    const signature = await signResult(NETWORK, accountOf(signer), {
      assignment: digest,
      result: resultHashOf(bytes),
    });
    return this.scheduler.attempts.deliver(accountOf(name).address, digest, bytes, signature);
  }

  async pass(seconds: number): Promise<void> {
    this.clock += seconds * 1_000;
    for (const session of this.pool.all()) session.seenAt = this.clock;
    await this.scheduler.sweep();
  }
}

export const imageRequest = (seed = 1): ImageRequest => ({
  ...{ kind: 'image', model: 'draw', prompt: 'a red fox', negativePrompt: '', width: 16, height: 16 },
  ...{ steps: 4, guidance: 3, seed, salt: `0x${seed.toString(16).padStart(32, '0')}` },
});

export function pngOf(width: number, height: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(width * height * 3).fill(200);
  return new Uint8Array(encodePng({ width, height, channels: 3, depth: 8, data }));
}

export const imageResult = (): TaskResult => ({ kind: 'image', png: pngOf(16, 16) });
