import { eq, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { AuditorError } from '#coordinator/audit/backEnds/auditor.ts';
import { tasks } from '#coordinator/store/schema.ts';
import { ANN, AuditBench, RIGHT, TRACE, WRONG } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { NETWORK } from '#coordinator/testing/world.ts';
import { evidenceHashOf, readEvidence } from '#protocol/court/evidence.ts';
import { HELD_S } from '#protocol/task/taskLife.ts';
import { traceOf } from '#protocol/trace/workTrace.ts';

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db);
});

describe('a result that both auditors find wrong', () => {
  beforeEach(() => {
    t.found = [WRONG];
  });

  it('is not paid, and its task is done again for the same client', async () => {
    const { task } = await t.deliver();
    expect(await t.decided(task.id)).toBe('disputed');
    expect(await t.owed()).toBe(0n);
    expect(await t.bench.accounts.all()).toEqual([{ miner: ANN, cumulative: 0n }]);
    expect(t.told).toEqual([{ type: 'over', code: 'WRONG_RESULT' }]);
    expect(new Set(t.doubted.map(({ miner, agoMs }) => `${miner} ${agoMs}`))).toEqual(new Set([`${ANN} 0`]));
    const { replacement } = (await t.bench.store.find(task.id))!.audit!;
    expect(await t.bench.store.find(replacement!)).toMatchObject({ client: task.client, seed: task.seed });
  });

  it('keeps its miner from work for what is left of the hour after a restart', async () => {
    await t.decided((await t.deliver()).task.id);
    t.doubted.length = 0;
    t.start();
    t.bench.clock += 600_000;
    await t.auditing.resume();
    expect(t.doubted).toEqual([{ miner: ANN, agoMs: 600_000 }]);
    t.bench.clock += 3_000_000;
    await t.auditing.resume();
    expect(t.doubted).toHaveLength(1);
  });

  it('is before a jury with all of its trace', async () => {
    const { task, digest } = await t.deliver();
    await t.decided(task.id);
    const evidence = await readEvidence(NETWORK, t.kept[0]!);
    expect(evidence.claim).toMatchObject({ assignment: digest, trace: traceOf(TRACE).root });
    expect([...evidence.parts!.values()]).toEqual(TRACE);
    const audit = () => t.bench.store.find(task.id).then((stored) => stored!.audit!);
    expect(await audit()).toMatchObject({ evidence: evidenceHashOf(t.kept[0]!), caseId: null });
    await t.disputes.openCases();
    expect((await audit()).caseId).toBe('7');
  });

  it('is paid when a jury finds it right in a case that somebody else opened, though we could open none', async () => {
    const { task } = await t.deliver();
    await t.decided(task.id);
    t.nextCase = undefined;
    await t.disputes.openCases();
    t.nextCase = 8n;
    await t.disputes.openCases();
    expect((await t.bench.store.find(task.id))!.audit!.caseId).toBe('none');
    t.standing = { caseId: 9n, verdict: 'right' };
    await t.disputes.openCases();
    expect((await t.bench.store.find(task.id))!.audit).toMatchObject({ state: 'passed', caseId: '9' });
    expect(await t.owed()).toBeGreaterThan(0n);
  });

  it('is told so again when its miner asks later', async () => {
    const { task, digest } = await t.deliver();
    await t.decided(task.id);
    expect(await t.bench.scheduler.attempts.standing(ANN, digest)).toEqual({
      type: 'over',
      code: 'WRONG_RESULT',
    });
  });

  it('is disputed once, though the coordinator stops in the middle', async () => {
    const { task, digest } = await t.deliver();
    await t.decided(task.id);
    await open.db.execute(sql`update audits set state = 'due', replacement = null, evidence = null`);
    t.start();
    t.wait(digest);
    expect(await t.decided(task.id)).toBe('disputed');
    const again = await open.db.select({ id: tasks.id }).from(tasks).where(eq(tasks.replicaOf, task.id));
    expect(again).toHaveLength(1);
    expect(new Set(t.kept.map(evidenceHashOf)).size).toBe(1);
  });
});

it('a result that one of two auditors finds right is paid', async () => {
  t.found = [WRONG, RIGHT];
  const { task } = await t.deliver();
  expect(await t.decided(task.id)).toBe('passed');
  expect(await t.owed()).toBe(task.payment!.amount);
});

describe('a miner that does not hand over its trace', () => {
  it.each<[string, AuditBench['handOver']]>([
    ['at all', () => undefined],
    ['but other parts than it signed', (parts) => parts.map((part) => [part, new Uint8Array([9])])],
    ['but some of it', (parts) => parts.slice(1).map((part) => [part, TRACE[part]!])],
  ])('%s is not paid for a right result', async (_, hand) => {
    t.handOver = hand;
    const { task } = await t.deliver();
    expect(await t.decided(task.id)).toBe('withheld');
    expect(await t.owed()).toBe(0n);
    expect(t.audited.map(({ parts }) => parts)).toEqual([undefined]);
    expect(t.told).toEqual([{ type: 'over', code: 'BAD_TRACE' }]);
  });

  it.each([
    [0, 'withheld'],
    [1, 'passed'],
  ])('and is asked %i ms after it may forget it: %s', async (lateMs, state) => {
    t.handOver = () => undefined;
    const { task } = await t.deliver();
    t.bench.clock = task.payment!.deliveredAt + HELD_S * 1_000 + lateMs;
    expect(await t.decided(task.id)).toBe(state);
  });

  it('stands before a jury for a wrong one', async () => {
    t.handOver = () => undefined;
    t.found = [WRONG];
    const { task } = await t.deliver();
    expect(await t.decided(task.id)).toBe('disputed');
    expect((await readEvidence(NETWORK, t.kept[0]!)).parts).toBeUndefined();
  });
});

describe('an audit that cannot be computed', () => {
  const failure = new AuditorError('audit_failed', 'no memory');

  /** Runs it until it is given up. */
  async function giveUp(id: Hex, audits: number): Promise<string | undefined> {
    for (let tries = 1; tries <= 3; tries++) {
      await t.look();
      expect(t.audited).toHaveLength(tries * audits);
      if (tries < 3) expect(await t.stateOf(id)).toBe('due');
      t.bench.uptime += 60_000;
    }
    return t.decided(id);
  }

  it('is tried again after a minute; the third time the result is paid, and counts for no record', async () => {
    t.found = [failure];
    const { task } = await t.deliver();
    await t.look();
    expect(t.audited).toHaveLength(1);
    t.bench.uptime += 59_999;
    await t.auditing.run();
    expect(t.audited).toHaveLength(1);
    t.audited = [];
    t.bench.uptime += 1;
    for (const tries of [1, 2]) {
      await t.look();
      expect(t.audited).toHaveLength(tries);
      t.bench.uptime += 60_000;
    }
    expect(await t.decided(task.id)).toBe('unchecked');
    expect(await t.owed()).toBe(task.payment!.amount);
    expect(await t.store.acceptedOf({ miner: ANN, model: 'draw', gpu: 'none' })).toBe(0);
  });

  it('is computed at the next try if that is possible then', async () => {
    t.found = [failure, WRONG];
    const { task } = await t.deliver();
    await t.look();
    expect(t.audited).toHaveLength(1);
    t.bench.uptime += 60_000;
    expect(await t.decided(task.id)).toBe('disputed');
  });

  it('is not paid where one back end finds the result wrong and the other cannot say', async () => {
    t.found = [WRONG, failure, WRONG, failure, WRONG, failure];
    const { task } = await t.deliver();
    expect(await giveUp(task.id, 2)).toBe('withheld');
    expect(await t.owed()).toBe(0n);
    expect((await t.auditing.plan('draw', ANN)).share).toBe(1);
  });

  it('is not paid where the miner did not hand over its trace', async () => {
    t.found = [failure];
    t.handOver = () => undefined;
    const { task } = await t.deliver();
    expect(await giveUp(task.id, 1)).toBe('withheld');
    expect(await t.owed()).toBe(0n);
  });
});

describe('a miner that does not read', () => {
  it('holds up no other', async () => {
    const { digest } = await t.deliver(1);
    t.held.join(digest, {
      send: () => new Promise(() => undefined),
      close: async () => undefined,
      abort: () => undefined,
    });
    const other = await t.deliver(2);
    expect(await t.decided(other.task.id)).toBe('passed');
  });
});

it('parts of another size than the task’s latents are no trace', async () => {
  t.trace = TRACE.map((_, part) => new Uint8Array(8).fill(part));
  const { task } = await t.deliver();
  expect(await t.decided(task.id)).toBe('withheld');
});

it('a dispute that cannot be prepared is one all the same, and is prepared later', async () => {
  t.found = [WRONG];
  t.isFull = true;
  const { task } = await t.deliver();
  expect(await t.decided(task.id)).toBe('disputed');
  expect((await t.bench.store.find(task.id))!.audit).toMatchObject({ replacement: null, evidence: null });
  t.isFull = false;
  await t.disputes.openCases();
  await t.disputes.openCases();
  const { audit } = (await t.bench.store.find(task.id))!;
  expect(audit).toMatchObject({ evidence: evidenceHashOf(t.kept[0]!), caseId: '7' });
  expect(audit!.replacement).not.toBeNull();
});
