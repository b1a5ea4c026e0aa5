import { eq, sql } from 'drizzle-orm';
import { type Address, type Hex, keccak256, toHex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import { AuditStore } from '#coordinator/store/auditStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import { attempts, audits, payments, tasks } from '#coordinator/store/schema.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { LONGEST_RECORD } from '#protocol/draw/auditShare.ts';
import type { AuditState } from '#protocol/task/auditState.ts';

const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];
const idOf = (name: string | number): Hex => keccak256(toHex(`task ${name}`));
const ID = idOf('one');
const AMOUNT = 6n;
const STATES: AuditState[] = ['waiting', 'due', 'skipped', 'passed', 'unchecked', 'withheld', 'disputed'];

type Row = Partial<typeof audits.$inferInsert>;

/** What the audits' store must do on any database. @param open its `db` is there once the tests run */
export function testAuditStore(open: { readonly db: Database }): void {
  let store: AuditStore;
  const owed = (miner: Address) => new AccountStore(open.db).cumulativeOf(miner);
  const row = async (id: Hex) => (await open.db.select().from(audits).where(eq(audits.taskId, id)))[0]!;
  const stateOf = async (id: Hex) => (await row(id)).state;

  /** Delivered results that nobody was paid for yet. */
  async function addAll(rows: readonly (readonly [id: Hex, row: Row])[], replicaOf?: Hex): Promise<void> {
    const task = {
      kind: 'image',
      model: 'draw',
      status: 'done',
      seed: 1,
      client: 'c',
      createdAt: 1,
    } as const;
    const paid = { attempt: 0, resultHash: ID, traceRoot: ID, resultSignature: '0x01', units: 3 } as const;
    await open.db.insert(tasks).values(rows.map(([id]) => ({ ...task, id, replicaOf: replicaOf ?? null })));
    await open.db.insert(payments).values(
      rows.map(([taskId, { miner = ann }]) => ({
        ...{ ...paid, taskId, miner, amount: AMOUNT, deliveredAt: 5, paidAt: null },
      })),
    );
    await open.db.insert(audits).values(
      rows.map(([taskId, change]) => ({
        ...{ taskId, miner: ann, model: 'draw', gpu: 'gpu', state: 'waiting' as const, share: 0.5 },
        ...change,
      })),
    );
  }
  const add = (id: Hex, change: Row = {}, replicaOf?: Hex) => addAll([[id, change]], replicaOf);

  beforeEach(async () => {
    await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
    store = new AuditStore(open.db);
    for (const miner of [ann, bob]) await new AccountStore(open.db).open(miner, 100n);
  });

  describe.each<[string, AuditState, () => Promise<boolean>, AuditState, boolean]>([
    ['drawn', 'waiting', () => store.drawn(ID, idOf('hash')), 'due', false],
    ['skip', 'waiting', async () => (await store.skip([ID], idOf('hash'), 9)).has(ID), 'skipped', true],
    ['accept, passed', 'due', () => store.accept(ID, 'passed', {}, 9), 'passed', true],
    ['accept, unchecked', 'due', () => store.accept(ID, 'unchecked', {}, 9), 'unchecked', true],
    ['acquit', 'disputed', () => store.acquit(ID, 9), 'passed', true],
    ['refuse, withheld', 'due', () => store.refuse(ID, 'withheld', {}, 9), 'withheld', false],
    ['refuse, disputed', 'due', () => store.refuse(ID, 'disputed', {}, 9), 'disputed', false],
  ])('AuditStore.%s', (_, from, transition, to, isPaid) => {
    it(`goes from ${from} to ${to} once, and pays ${isPaid ? 'once' : 'nothing'}`, async () => {
      await add(ID, { state: from });
      expect(await transition()).toBe(true);
      expect(await stateOf(ID)).toBe(to);
      expect(await transition()).toBe(false);
      expect(await owed(ann)).toBe(isPaid ? 100n + AMOUNT : 100n);
      const [payment] = await open.db.select().from(payments);
      expect(payment!.paidAt).toBe(isPaid ? 9 : null);
    });

    it.each(STATES.filter((state) => state !== from))('changes nothing of one that is %s', async (state) => {
      await add(ID, { state });
      const before = await row(ID);
      expect(await transition()).toBe(false);
      expect(await row(ID)).toEqual(before);
      expect(await owed(ann)).toBe(100n);
    });

    it('is won by one of two at once', async () => {
      await add(ID, { state: from });
      expect((await Promise.all([transition(), transition()])).sort()).toEqual([false, true]);
      expect(await owed(ann)).toBe(isPaid ? 100n + AMOUNT : 100n);
    });
  });

  it('keeps the state where the pay cannot be booked', async () => {
    await add(ID, { state: 'due' });
    await open.db.update(payments).set({ paidAt: 4 });
    await expect(store.accept(ID, 'passed', {}, 9)).rejects.toThrow('was paid before its audit was over');
    expect(await stateOf(ID)).toBe('due');
  });

  it('skips those of a list that still wait, and pays each miner for its own', async () => {
    await addAll([
      [ID, {}],
      [idOf(2), {}],
      [idOf(3), { miner: bob }],
      [idOf(4), { state: 'due' }],
      [idOf(5), {}],
    ]);
    const skipped = await store.skip([ID, ...[2, 3, 4].map(idOf)], idOf('hash'), 9);
    expect(skipped).toEqual(new Set([ID, idOf(2), idOf(3)]));
    expect(await Promise.all([2, 3, 4, 5].map((id) => stateOf(idOf(id))))).toEqual([
      ...['skipped', 'skipped', 'due', 'waiting'],
    ]);
    expect(await row(idOf(3))).toMatchObject({ drawHash: idOf('hash'), decidedAt: 9 });
    expect([await owed(ann), await owed(bob)]).toEqual([100n + 2n * AMOUNT, 100n + AMOUNT]);
  });

  it('skips none of a list where the pay of one cannot be booked', async () => {
    await addAll([
      [ID, {}],
      [idOf(2), {}],
    ]);
    await open.db.update(payments).set({ paidAt: 4 }).where(eq(payments.taskId, ID));
    const skipping = store.skip([ID, idOf(2)], idOf('hash'), 9);
    await expect(skipping).rejects.toThrow('was paid before its audit was over');
    expect([await stateOf(ID), await stateOf(idOf(2)), await owed(ann)]).toEqual([
      'waiting',
      'waiting',
      100n,
    ]);
  });

  it('leaves none of a miner’s other results to a draw once one is refused', async () => {
    await addAll([
      [ID, { state: 'due' }],
      [idOf(2), { model: 'write' }],
      [idOf(3), { state: 'skipped' }],
      [idOf(4), { miner: bob }],
    ]);
    await store.refuse(ID, 'disputed', { isDoubted: true, evidence: idOf('bundle') }, 9);
    expect(await Promise.all([2, 3, 4].map((id) => stateOf(idOf(id))))).toEqual([
      'due',
      'skipped',
      'waiting',
    ]);
    expect(await row(ID)).toMatchObject({ isDoubted: true, evidence: idOf('bundle'), decidedAt: 9 });
  });

  it('counts what was accepted of a miner, a model and a GPU since the last doubt, up to the longest record', async () => {
    const accepted = (id: number, change: Row = {}) =>
      [idOf(id), { state: 'passed', decidedAt: 20, ...change }] as const;
    await addAll([
      ...[accepted(1), accepted(2, { state: 'skipped' }), accepted(3, { state: 'unchecked' })],
      ...[accepted(4, { miner: bob }), accepted(5, { model: 'write' }), accepted(6, { gpu: 'other' })],
      ...[accepted(7, { state: 'withheld', decidedAt: 10, model: 'write' }), accepted(8, { decidedAt: 10 })],
    ]);
    const record = { miner: ann, model: 'draw', gpu: 'gpu' };
    expect(await store.acceptedOf(record)).toBe(2);
    await store.note(idOf(5), { isDoubted: true });
    expect(await store.acceptedOf(record)).toBe(0);
    expect(await store.acceptedOf({ ...record, miner: bob })).toBe(1);
    await addAll(Array.from({ length: LONGEST_RECORD + 1 }, (_, at) => accepted(100 + at, { miner: bob })));
    expect(await store.acceptedOf({ ...record, miner: bob })).toBe(LONGEST_RECORD);
  });

  it('finds results whose audits are not over, the earliest block first, with their payments and digests', async () => {
    await addAll([
      [idOf(1), { state: 'waiting', drawBlock: 8 }],
      [idOf(2), { state: 'due', drawBlock: 7, miner: bob }],
      ...(['skipped', 'passed', 'unchecked', 'withheld', 'disputed'] as const).map(
        (state) => [idOf(state), { state, drawBlock: 1 }] as const,
      ),
    ]);
    const attempt = { assignment: {}, stakeShare: 1, reason: null, startedAt: 1 };
    for (const id of [1, 2])
      await open.db.insert(attempts).values([
        {
          ...attempt,
          taskId: idOf(id),
          number: 0,
          miner: ann,
          digest: idOf(`${id}/0`),
          outcome: 'delivered',
        },
        { ...attempt, taskId: idOf(id), number: 1, miner: ann, digest: idOf(`${id}/1`), outcome: 'away' },
      ]);
    expect(await store.open()).toMatchObject([
      {
        record: { taskId: idOf(2), state: 'due' },
        payment: { miner: bob, amount: AMOUNT },
        digest: idOf('2/0'),
      },
      { record: { taskId: idOf(1), state: 'waiting' }, payment: { miner: ann }, digest: idOf('1/0') },
    ]);
  });

  it('finds audits by state, draw, case, time and miner', async () => {
    await addAll([
      [idOf(1), { state: 'due', drawBlock: 8 }],
      [idOf(2), { state: 'due', drawBlock: 7, miner: bob }],
      [idOf(3), { state: 'disputed', decidedAt: 10 }],
      [idOf(4), { state: 'disputed', decidedAt: 11, caseId: '5' }],
      [idOf(5), { state: 'disputed', decidedAt: 12, miner: bob }],
    ]);
    const ids = (rows: readonly { taskId: Hex }[]) => rows.map(({ taskId }) => taskId);
    expect(ids(await store.in('due'))).toEqual([idOf(2), idOf(1)]);
    expect(ids(await store.withoutCase()).sort()).toEqual([idOf(3), idOf(5)].sort());
    await store.attachCase(idOf(3), '6');
    expect(ids(await store.disputedSince(10))).toEqual([idOf(4)]);
    expect(ids(await store.disputedSince(9)).sort()).toEqual([idOf(3), idOf(4)].sort());
    expect(await store.doubtedSince(11)).toEqual([{ miner: bob, atMs: 12 }]);
    expect(await store.doubtedSince(10)).toContainEqual({ miner: ann, atMs: 11 });
    expect(ids(await store.heldBy(ann))).toEqual([idOf(1)]);
    await add(idOf(6), {}, idOf(1));
    expect(await store.replicaOf(idOf(1))).toBe(idOf(6));
    expect(await store.replicaOf(idOf(2))).toBeUndefined();
  });

  it('counts results by state, and by miner however many are asked for', async () => {
    await addAll([
      [idOf(1), { state: 'due' }],
      [idOf(2), { state: 'due', miner: bob }],
      [idOf(3), { state: 'passed', miner: bob }],
    ]);
    expect(await store.countByState()).toEqual(
      new Map([
        ['due', 2],
        ['passed', 1],
      ]),
    );
    const strangers = Array.from(
      { length: 1_001 },
      (_, at): Address => `0x${toHex(at, { size: 20 }).slice(2)}`,
    );
    const counted = await store.countByMiner([...strangers, bob]);
    expect([...counted.keys()]).toEqual([bob]);
    expect(Object.fromEntries(counted.get(bob)!)).toEqual({ due: 1, passed: 1 });
  });
}
