import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { ANN, AuditBench, OPEN_MS, WRONG } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db);
});

describe('a disputed result that is before a jury', () => {
  const caseId = async (id: Hex) => (await t.bench.store.find(id))!.audit!.caseId;
  let id: Hex;
  let digest: Hex;
  beforeEach(async () => {
    t.found = [WRONG];
    const { task, digest: own } = await t.deliver();
    ({ id } = task);
    digest = own;
    await t.decided(id);
    await t.disputes.openCases();
    t.nextCase = 8n;
  });

  it.each([undefined, 'wrong', 'right'] as const)(
    'is not reported again while its case stands, with the verdict %s',
    async (verdict) => {
      t.standing = { caseId: 7n, verdict };
      await t.disputes.openCases();
      expect(await caseId(id)).toBe('7');
    },
  );

  it('is paid once when the jury finds it right, and its miner is told when it asks', async () => {
    const before = { owed: await t.owed(), receipts: t.bench.receipts.length };
    expect(before.owed).toBe(0n);
    t.standing = { caseId: 7n, verdict: 'right' };
    await t.disputes.openCases();
    expect(await t.stateOf(id)).toBe('passed');
    const { payment, audit } = (await t.bench.store.find(id))!;
    expect(await t.owed()).toBe(payment!.amount);
    expect(payment!.amount).toBeGreaterThan(0n);
    expect(payment!.paidAt).toBe(t.bench.clock);
    expect(audit).toMatchObject({ caseId: '7', isDoubted: true });
    expect(t.bench.receipts.slice(before.receipts)).toMatchObject([{ taskId: id, amount: payment!.amount }]);
    // Again after a restart.
    t.start();
    t.standing = { caseId: 7n, verdict: 'right' };
    await t.disputes.openCases();
    expect(await t.owed()).toBe(payment!.amount);
    expect(t.bench.receipts).toHaveLength(before.receipts + 1);
    expect(await t.bench.scheduler.attempts.standing(ANN, digest)).toMatchObject({
      ...{ type: 'paid', receipt: { taskId: id }, voucher: { cumulative: payment!.amount } },
    });
  });

  it('is paid though its case ends long after results can be reported', async () => {
    t.bench.clock += OPEN_MS - 1;
    t.standing = { caseId: 7n, verdict: 'right' };
    await t.disputes.openCases();
    expect(await t.stateOf(id)).toBe('passed');
  });

  it.each([undefined, 'wrong'] as const)('is not paid with the verdict %s', async (verdict) => {
    t.standing = { caseId: 7n, verdict };
    await t.disputes.openCases();
    expect(await t.stateOf(id)).toBe('disputed');
    expect(await t.owed()).toBe(0n);
  });

  it('is reported again where the chain has lost its case, and finds it under another number', async () => {
    t.standing = undefined;
    await t.disputes.openCases();
    expect(await caseId(id)).toBe('8');
    t.standing = { caseId: 6n, verdict: undefined };
    await t.disputes.openCases();
    expect(await caseId(id)).toBe('6');
  });

  it('is reported again, and again, when its case has ended without a verdict', async () => {
    t.standing = undefined;
    await t.disputes.openCases();
    expect(await caseId(id)).toBe('8');
    t.nextCase = 9n;
    await t.disputes.openCases();
    expect(await caseId(id)).toBe('8');
    t.standing = undefined;
    // The coordinator was stopped meanwhile.
    t.start();
    await t.disputes.openCases();
    expect(await caseId(id)).toBe('9');
  });

  it('keeps its old case where it is too late for another, and is not tried again', async () => {
    t.standing = undefined;
    t.nextCase = undefined;
    await t.disputes.openCases();
    expect(await caseId(id)).toBe('7');
    t.nextCase = 8n;
    await t.disputes.openCases();
    expect(await caseId(id)).toBe('7');
  });

  it.each([
    [-1, '8'],
    [0, '7'],
  ])('is reported again until it can be no more: %i ms', async (late, expected) => {
    t.standing = undefined;
    t.bench.clock = (await t.bench.store.find(id))!.audit!.decidedAt! + OPEN_MS + late;
    await t.disputes.openCases();
    expect(await caseId(id)).toBe(expected);
  });
});
