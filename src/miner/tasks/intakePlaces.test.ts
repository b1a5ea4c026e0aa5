import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_TASKS } from '#miner/coordinators/coordinatorPlaces.ts';
import type { ServedCoordinators } from '#miner/coordinators/servedCoordinators.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { TaskScore } from '#miner/status/taskScore.ts';
import { ASSIGNMENT_RATE, AssignmentIntake } from '#miner/tasks/assignmentIntake.ts';
import { REQUEST_TIMEOUT_MS } from '#miner/tasks/taskDelivery.ts';
import { GatedEngine } from '#miner/testing/gatedEngine.ts';
import { MemoryAnswers, MemoryResults } from '#miner/testing/memoryStores.ts';
import {
  BEACON,
  Chain,
  miner,
  network,
  nodeOf,
  nowSeconds,
  PRICE,
  rival,
  winningRequest,
} from '#miner/testing/world.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { MinerFrame } from '#protocol/messages/stream.ts';
import { type Assignment, signAssignment } from '#protocol/signed/assignment.ts';
import { START_S } from '#protocol/task/taskLife.ts';
import { taskIdOf } from '#protocol/task/taskRequest.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** A coordinator without a network: it answers takes with the request, or not at all. */
class Desk {
  readonly account = privateKeyToAccount(generatePrivateKey());
  isSilent = false;
  readonly refusals: string[] = [];
  #asked: Uint8Array[] = [];

  openTask = async (): Promise<FrameStream> => {
    const [bytes] = this.#asked;
    let asked = 0;
    const stream = {
      send: async (frame: MinerFrame) => {
        if (frame.type === 'refuse') this.refusals.push(frame.code);
      },
      receive: async (_: unknown, options: { signal: AbortSignal }) => {
        asked++;
        if (asked > 1 || this.isSilent) return untilAborted(new Promise(() => undefined), options.signal);
        this.#asked.shift();
        return { type: 'request', bytes };
      },
      close: async () => undefined,
      abort: () => undefined,
    };
    return stream as unknown as FrameStream;
  };

  async assign(): Promise<void> {
    intake.hear(await this.assignment());
    await pass(10);
  }

  assignment(): Promise<Assignment> {
    const { bytes } = winningRequest();
    if (!this.isSilent) this.#asked.push(bytes);
    return signAssignment(network, this.account, {
      ...{ taskId: taskIdOf(bytes), coordinator: this.account.address, miner: miner.address, attempt: 0 },
      ...{ rosterBlock: 10, beacon: BEACON, passed: [], unitPrice: PRICE, expiry: nowSeconds() + 900 },
    });
  }
}

let desks: [Desk, Desk];
/** Of the desks. */
let nodeIds: bigint[];
let intake: AssignmentIntake;
let engine: GatedEngine;

beforeEach(() => {
  vi.useFakeTimers();
  desks = [new Desk(), new Desk()];
  nodeIds = [1n, 2n];
  engine = new GatedEngine();
  engine.open = false;
  const chain = new Chain();
  chain.change({ coordinators: desks.map(({ account }) => nodeOf(account.address, 'coordinator', 9n)) });
  const served = desks.map(({ account, openTask }, place) => {
    const session = { openTask, isConnected: true };
    const prices = new Map([['draw', PRICE]]);
    const served = {
      ...{ session, stake: 9n, ledger: undefined, prices },
      get nodeId() {
        return nodeIds[place]!;
      },
    };
    return [account.address, served] as const;
  });
  const coordinators = {
    get: (operator: string) => new Map<string, unknown>(served).get(operator),
    nodeWeights: () => new Map(served.map(([, { nodeId, stake }]) => [nodeId, stake])),
    weightOf: ({ stake }: { stake: bigint }) => stake,
  } as unknown as ServedCoordinators;
  const board = new StatusBoard();
  intake = new AssignmentIntake({
    ...{ network, signer: miner, roster: chain, engine, results: new MemoryResults(), coordinators, board },
    ...{
      score: new TaskScore(board, nowSeconds),
      answers: new MemoryAnswers(),
      refusal: () => undefined,
      settle: async () => undefined,
    },
    ...{ nowSeconds, trace: () => undefined, credit: { allows: async () => true } },
  });
});
afterEach(async () => {
  intake.handBackAll('STOPPING');
  await intake.idle();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a coordinator that does not answer takes', () => {
  it('frees its places soon, and then has a single one', async () => {
    const [silent] = desks;
    silent.isSilent = true;
    for (let i = 0; i < MAX_TASKS; i++) await silent.assign();
    expect([intake.load, silent.refusals]).toEqual([MAX_TASKS - 1, ['BUSY']]);
    await pass(REQUEST_TIMEOUT_MS);
    expect(intake.load).toBe(0);
    silent.isSilent = false;
    for (let i = 0; i < 3; i++) await silent.assign();
    expect([intake.load, silent.refusals]).toEqual([1, ['BUSY', 'BUSY', 'BUSY']]);
  });

  it('takes no place of another meanwhile', async () => {
    const [silent, other] = desks;
    silent.isSilent = true;
    for (let i = 0; i < MAX_TASKS; i++) await silent.assign();
    for (let i = 0; i < MAX_TASKS / 2; i++) await other.assign();
    expect(other.refusals).toEqual([]);
    expect(engine.runs).toHaveLength(1);
  });
});

describe('a coordinator that changes its key', () => {
  it('has one single place after it did not answer', async () => {
    nodeIds = [1n, 1n];
    const [silent, rotated] = desks;
    silent.isSilent = true;
    await silent.assign();
    await pass(REQUEST_TIMEOUT_MS);
    for (let i = 0; i < 3; i++) await rotated.assign();
    expect([intake.load, rotated.refusals]).toEqual([1, ['BUSY', 'BUSY']]);
  });
});

describe('a task that waits for the GPU', () => {
  it('is handed back before its coordinator takes the miner for idle', async () => {
    const [busy, other] = desks;
    await busy.assign();
    await other.assign();
    expect(engine.runs).toHaveLength(1);
    for (let passed = 0; passed < START_S - 70; passed += 10) {
      engine.progress({ kind: 'step', done: 1, total: 1 });
      await pass(10_000);
    }
    expect(other.refusals).toEqual([]);
    await pass(10_000);
    expect([busy.refusals, other.refusals]).toEqual([[], ['BUSY']]);
  });

  it('stays as long as another of its coordinator moves', async () => {
    const [busy] = desks;
    await busy.assign();
    await busy.assign();
    for (let passed = 0; passed < START_S; passed += 10) {
      engine.progress({ kind: 'step', done: 1, total: 1 });
      await pass(10_000);
    }
    expect([busy.refusals, intake.load]).toEqual([[], 2]);
  });
});

describe('a coordinator that sends more assignments than a tab can take', () => {
  const many = ASSIGNMENT_RATE.burst;
  const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });

  it('is refused the rest, and costs another none of its own', async () => {
    const [flood, other] = desks;
    const assignment = await flood.assignment();
    for (let heard = 0; heard < many; heard++) intake.hear(assignment);
    expect(() => intake.hear(assignment)).toThrow(MALFORMED);
    await other.assign();
    expect(intake.load).toBe(2);
  });

  it('is refused the rest under a new key of its node as well', async () => {
    nodeIds = [1n, 1n];
    const [flood, rotated] = desks;
    const assignment = await flood.assignment();
    for (let heard = 0; heard < many; heard++) intake.hear(assignment);
    const next = await rotated.assignment();
    expect(() => intake.hear(next)).toThrow(MALFORMED);
  });

  it('is heard again at the rate that a tab can take', async () => {
    const assignment = await desks[0].assignment();
    for (let heard = 0; heard < many; heard++) intake.hear(assignment);
    await pass(1_000);
    for (let heard = 0; heard < ASSIGNMENT_RATE.perSecond; heard++) intake.hear(assignment);
    expect(() => intake.hear(assignment)).toThrow(MALFORMED);
  });

  it('by gossip is not heard, and breaks nothing', async () => {
    const assignment = await desks[0].assignment();
    for (let heard = 0; heard < many; heard++) intake.overhear(assignment);
    const next = await desks[0].assignment();
    intake.overhear(next);
    await pass(10);
    expect(intake.load).toBe(1);
  });

  it('is refused one that names another miner; by gossip that is common', async () => {
    const assignment = { ...(await desks[0].assignment()), miner: rival.address };
    expect(() => intake.hear(assignment)).toThrow(MALFORMED);
    intake.overhear(assignment);
    await pass(10);
    expect(intake.load).toBe(0);
  });
});
