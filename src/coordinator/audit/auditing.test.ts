import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { type Hex, keccak256, toHex } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Auditing } from '#coordinator/audit/auditing.ts';
import { type Auditor, AuditorError } from '#coordinator/audit/auditor.ts';
import { AuditStore } from '#coordinator/audit/auditStore.ts';
import { DisputeDesk } from '#coordinator/audit/disputeDesk.ts';
import { HeldStreams } from '#coordinator/audit/heldStreams.ts';
import { Ledger } from '#coordinator/settlement/ledger.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, imageResult, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, COORDINATOR, NETWORK, nodeOf, testCatalogue } from '#coordinator/testing/world.ts';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { evidenceHashOf, readEvidence } from '#protocol/court/evidence.ts';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import { FIRST_AUDITED } from '#protocol/draw/auditShare.ts';
import type { CoordinatorFrame } from '#protocol/messages/stream.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { assignmentDigest } from '#protocol/signed/assignment.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import { traceLeafOf } from '#protocol/trace/traceTree.ts';
import { traceOf } from '#protocol/trace/workTrace.ts';

/** For a busy machine, in ms. */
const PATIENCE = 10_000;

const open = useMemoryDatabase();
const ANN = accountOf('ann').address;
const RIGHT: AuditMeasure = { measures: { step: { value: 1, bound: 1 } } };
const WRONG: AuditMeasure = { measures: { step: { value: 1.01, bound: 1 } } };
/** The latents before the first of four steps and after each. */
const TRACE = [0, 1, 2, 3, 4].map((part) => new Uint8Array([part, 7]));

let bench: SchedulerBench;
let held: HeldStreams;
let store: AuditStore;
let auditing: Auditing;
/** What each auditor finds; the last one's is repeated. */
let found: (AuditMeasure | AuditorError)[];
let audited: AuditedWork[];
let kept: Uint8Array[];
let doubted: string[];
/** Miners about whose results a case runs. */
let accused: Set<string>;
let head: number;
let hashOf: (block: number) => Hex | undefined;
let wanted: number;
/** What ann is told, and which parts she hands over. */
let told: CoordinatorFrame[];
let handOver: (
  parts: readonly number[],
) => readonly (readonly [number, Uint8Array<ArrayBuffer>])[] | undefined;

function start(): void {
  held = new HeldStreams();
  store = new AuditStore(open.db);
  let calls = 0;
  const auditor = (name: string): Auditor => ({
    name,
    audit: async (work) => {
      audited.push(work);
      const finding = found[Math.min(calls++, found.length - 1)]!;
      if (finding instanceof AuditorError) throw finding;
      return finding;
    },
    close: async () => undefined,
  });
  const { scheduler, accounts, pool } = bench;
  const log = pino({ level: 'silent' });
  const disputes = new DisputeDesk({
    ...{ store, tasks: bench.store, log },
    court: {
      keep: async (bytes) => {
        kept.push(bytes);
        return evidenceHashOf(bytes);
      },
      open: async () => 7n,
    },
    submit: (request, client) => scheduler.submit(request, client),
    doubt: (miner) => doubted.push(miner),
  });
  auditing = new Auditing({
    ...{ store, tasks: bench.store, catalogue: testCatalogue(), pool, held, disputes, log },
    ledger: new Ledger({ network: NETWORK, signer: COORDINATOR, accounts, redeemedOf: async () => 0n }),
    chain: {
      head: () => head,
      confirmations: 2,
      hashOf: async (block) => hashOf(block),
      wantBlock: async () => void wanted++,
    },
    auditors: [auditor('first'), auditor('second')],
    traceTermMs: 200,
    isAccused: (miner) => accused.has(miner),
    publish: (receipt) => bench.receipts.push(receipt),
    ...{ nowMs: () => bench.clock, uptimeMs: () => bench.uptime },
  });
}

beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  bench = new SchedulerBench(open.db, [nodeOf('ann', 20_000)]);
  bench.join('ann');
  await bench.accounts.open(ANN, 0n);
  [found, audited, kept, doubted, told, accused] = [[RIGHT], [], [], [], [], new Set()];
  [head, wanted, hashOf] = [100, 0, () => undefined];
  handOver = (parts) => parts.map((part) => [part, TRACE[part]!]);
  start();
});

/** Ann delivers an image and waits for its payment. */
async function deliver(seed = 1) {
  const task = await bench.taken('ann', imageRequest(seed));
  const { assignment } = task.open!.record;
  const digest = assignmentDigest(NETWORK, assignment);
  const bytes = encodeWire(imageResult());
  const trace = traceOf(TRACE).root;
  const claim = { assignment: digest, result: resultHashOf(bytes), units: 4, trace };
  const signature = await signResult(NETWORK, accountOf('ann'), claim);
  bench.plan = await auditing.plan('draw', ANN);
  const frame = { type: 'result' as const, bytes, trace, signature };
  expect(await bench.scheduler.attempts.deliver(ANN, digest, frame)).toEqual({ type: 'held' });
  wait(digest);
  return { task, digest, assignment };
}

function wait(digest: Hex): void {
  held.join(digest, {
    send: async (frame) => {
      if (frame.type !== 'wanted') return void told.push(frame);
      const parts = handOver(frame.parts);
      if (parts !== undefined)
        held.receive(digest, {
          leaves: TRACE.map(traceLeafOf),
          parts: parts.map(([at, part]) => [at, part]),
        });
    },
    close: async () => undefined,
  });
}

const stateOf = async (id: Hex) => (await bench.store.find(id))?.audit?.state;
const owed = () => bench.accounts.cumulativeOf(ANN);
async function decided(id: Hex): Promise<string | undefined> {
  await vi.waitFor(async () => {
    await auditing.run();
    expect(['due', 'waiting']).not.toContain(await stateOf(id));
  }, PATIENCE);
  return stateOf(id);
}

/** As if ann had delivered so many right results before. */
async function record(count: number): Promise<void> {
  hashOf = () => keccak256(toHex('some block'));
  for (let seed = 1_000; seed < 1_000 + count; seed++) {
    const { task } = await deliver(seed);
    head += 10;
    expect(await decided(task.id)).toMatch(/passed|skipped/);
  }
  hashOf = () => undefined;
  told = [];
  audited = [];
}

describe('a miner’s first results', () => {
  it('are all audited, and paid once they are found right', async () => {
    const { task } = await deliver();
    expect(await owed()).toBe(0n);
    expect(await stateOf(task.id)).toBe('due');
    expect(await decided(task.id)).toBe('passed');
    expect(await owed()).toBe(task.payment!.amount);
    expect(told).toMatchObject([{ type: 'paid', voucher: { cumulative: task.payment!.amount } }]);
    expect(bench.receipts).toHaveLength(1);
  });

  it('are audited with the parts around some steps, the first and the last', async () => {
    const { task } = await deliver();
    await decided(task.id);
    const parts = [...audited[0]!.parts!.keys()];
    expect(parts).toEqual(expect.arrayContaining([0, 4]));
    expect(parts.length).toBeGreaterThanOrEqual(4);
  });

  it('are paid once, however often an audit runs', async () => {
    const { task } = await deliver();
    await Promise.all([auditing.run(), auditing.run()]);
    await decided(task.id);
    await auditing.run();
    expect(await owed()).toBe(task.payment!.amount);
    expect(audited).toHaveLength(1);
  });

  it('count as promised while they wait', async () => {
    const { task } = await deliver();
    expect(await bench.accounts.all()).toEqual([{ miner: ANN, cumulative: task.payment!.amount }]);
  });

  it('are audited by a coordinator that was started again, and the miner is reminded of them', async () => {
    const { task, digest, assignment } = await deliver();
    start();
    const reminded: unknown[] = [];
    bench.pool.of(ANN)!.assign = (each) => reminded.push(each);
    await auditing.remind(ANN);
    expect(reminded).toEqual([assignment]);
    wait(digest);
    expect(await decided(task.id)).toBe('passed');
  });
});

describe('a result of a miner with a record', () => {
  beforeEach(() => record(FIRST_AUDITED + 2));

  it('waits for a block that nobody knows yet, and is paid if that does not draw it', async () => {
    const before = await owed();
    const { task, digest } = await deliver();
    const audit = (await bench.store.find(task.id))!.audit!;
    expect(audit).toMatchObject({ state: 'waiting', drawBlock: head + 3, share: 0.8 });
    await auditing.run();
    expect(wanted).toBe(1);
    head = audit.drawBlock! + 1;
    hashOf = () => blockHash(digest, 0.8, true);
    await auditing.run();
    expect(await stateOf(task.id)).toBe('waiting');
    head += 1;
    hashOf = (block) => (block === audit.drawBlock ? blockHash(digest, 0.8, false) : undefined);
    expect(await decided(task.id)).toBe('skipped');
    expect(audited).toEqual([]);
    expect(await owed()).toBe(before! + task.payment!.amount);
  });

  it('is audited if the block draws it', async () => {
    const { task, digest } = await deliver();
    head += 5;
    hashOf = () => blockHash(digest, 0.8, true);
    expect(await decided(task.id)).toBe('passed');
    expect(audited).toHaveLength(1);
    const { audit } = (await bench.store.find(task.id))!;
    expect(audit!.drawHash).toBe(blockHash(digest, 0.8, true));
  });

  it('is audited for certain again after a doubt', async () => {
    const { task, digest } = await deliver();
    head += 5;
    hashOf = () => blockHash(digest, 0.8, true);
    found = [WRONG, RIGHT];
    start();
    wait(digest);
    expect(await decided(task.id)).toBe('passed');
    expect((await auditing.plan('draw', ANN)).share).toBe(1);
  });

  it('is audited for certain after a doubt about another model', async () => {
    found = [WRONG, RIGHT];
    start();
    const { task } = await deliver();
    await open.db.execute(sql`update audits set state = 'due', model = 'paint' where task_id = ${task.id}`);
    expect(await decided(task.id)).toBe('passed');
    expect((await auditing.plan('draw', ANN)).share).toBe(1);
  });

  it('is audited for certain while a case about the miner runs', async () => {
    accused.add(ANN);
    expect(await auditing.plan('draw', ANN)).toMatchObject({ share: 1, state: 'due' });
  });

  it('waits while another one is audited, and is audited too if that is wrong', async () => {
    const drawnOne = await deliver(1);
    const other = await deliver(2);
    head += 5;
    hashOf = () => blockHash(drawnOne.digest, 0.8, true);
    await open.db.execute(sql`update audits set state = 'due' where task_id = ${drawnOne.task.id}`);
    handOver = () => undefined;
    found = [WRONG];
    start();
    await auditing.run();
    expect(await stateOf(other.task.id)).toBe('waiting');
    expect(await decided(drawnOne.task.id)).toBe('disputed');
    expect(await decided(other.task.id)).toBe('disputed');
  });

  it('is audited for certain on another GPU', async () => {
    bench.pool.leave(bench.pool.of(ANN)!);
    bench.pool.join({ ...bench.join('ann'), gpu: 'another' });
    expect((await auditing.plan('draw', ANN)).share).toBe(1);
  });
});

describe('a result that both auditors find wrong', () => {
  beforeEach(() => {
    found = [WRONG];
  });

  it('is not paid, and its task is done again for the same client', async () => {
    const { task } = await deliver();
    expect(await decided(task.id)).toBe('disputed');
    expect(await owed()).toBe(0n);
    expect(await bench.accounts.all()).toEqual([{ miner: ANN, cumulative: 0n }]);
    expect(told).toEqual([{ type: 'over', code: 'WRONG_RESULT' }]);
    expect(doubted).toEqual([ANN]);
    const { replacement } = (await bench.store.find(task.id))!.audit!;
    expect(await bench.store.find(replacement!)).toMatchObject({ client: task.client, seed: task.seed });
  });

  it('is before a jury with all of its trace', async () => {
    const { task, digest } = await deliver();
    await decided(task.id);
    const evidence = await readEvidence(NETWORK, kept[0]!);
    expect(evidence.claim).toMatchObject({ assignment: digest, trace: traceOf(TRACE).root });
    expect([...evidence.parts!.values()]).toEqual(TRACE);
    const audit = () => bench.store.find(task.id).then((found) => found!.audit!);
    expect(await audit()).toMatchObject({ evidence: evidenceHashOf(kept[0]!), caseId: null });
    await new DisputeDesk({
      ...{ store, tasks: bench.store, log: pino({ level: 'silent' }) },
      court: { keep: async () => '0x', open: async () => 7n },
      ...{ submit: async () => undefined, doubt: () => undefined },
    }).openCases();
    expect((await audit()).caseId).toBe('7');
  });

  it('is told so again when its miner asks later', async () => {
    const { task, digest } = await deliver();
    await decided(task.id);
    expect(await bench.scheduler.attempts.standing(ANN, digest)).toEqual({
      type: 'over',
      code: 'WRONG_RESULT',
    });
  });

  it('is disputed once, though the coordinator stops in the middle', async () => {
    const { task, digest } = await deliver();
    await decided(task.id);
    await open.db.execute(sql`update audits set state = 'due', replacement = null, evidence = null`);
    start();
    wait(digest);
    expect(await decided(task.id)).toBe('disputed');
    expect((await bench.store.unfinished()).map(({ id }) => id)).toHaveLength(1);
    expect(new Set(kept.map(evidenceHashOf)).size).toBe(1);
  });
});

it('a result that one of two auditors finds right is paid', async () => {
  found = [WRONG, RIGHT];
  const { task } = await deliver();
  expect(await decided(task.id)).toBe('passed');
  expect(await owed()).toBe(task.payment!.amount);
});

describe('a miner that does not hand over its trace', () => {
  it.each<[string, typeof handOver]>([
    ['at all', () => undefined],
    ['but other parts than it signed', (parts) => parts.map((part) => [part, new Uint8Array([9])])],
    ['but some of it', (parts) => parts.slice(1).map((part) => [part, TRACE[part]!])],
  ])('%s is not paid for a right result', async (_, hand) => {
    handOver = hand;
    const { task } = await deliver();
    expect(await decided(task.id)).toBe('withheld');
    expect(await owed()).toBe(0n);
    expect(audited.map(({ parts }) => parts)).toEqual([undefined]);
    expect(told).toEqual([{ type: 'over', code: 'BAD_TRACE' }]);
  });

  it('stands before a jury for a wrong one', async () => {
    handOver = () => undefined;
    found = [WRONG];
    const { task } = await deliver();
    expect(await decided(task.id)).toBe('disputed');
    expect((await readEvidence(NETWORK, kept[0]!)).parts).toBeUndefined();
  });
});

describe('an audit that cannot be computed', () => {
  it('is tried again after a minute, and the third time the result is paid', async () => {
    found = [new AuditorError('audit_failed', 'no memory')];
    const { task } = await deliver();
    for (const tries of [1, 2]) {
      await auditing.run();
      await vi.waitFor(() => expect(audited).toHaveLength(tries), PATIENCE);
      await auditing.run();
      expect(await stateOf(task.id)).toBe('due');
      bench.uptime += 60_000;
    }
    expect(await decided(task.id)).toBe('skipped');
    expect(await owed()).toBe(task.payment!.amount);
  });

  it('is computed at the next try if that is possible then', async () => {
    found = [new AuditorError('audit_failed', 'no memory'), WRONG];
    const { task } = await deliver();
    await auditing.run();
    await vi.waitFor(() => expect(audited).toHaveLength(1), PATIENCE);
    await vi.waitFor(async () => {
      bench.uptime += 60_000;
      expect(await decided(task.id)).toBe('disputed');
    }, PATIENCE);
  });
});

/** A block's hash that draws this assignment's result, or one that does not. */
function blockHash(digest: Hex, share: number, draws: boolean): Hex {
  for (let number = 0; ; number++) {
    const hash = keccak256(toHex(number));
    if (isAuditDrawn(hash, digest, share) === draws) return hash;
  }
}
