import { sql } from 'drizzle-orm';
import { type Hex, keccak256, toHex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import type { AttemptRecord, PaymentRecord } from '#coordinator/store/taskRecord.ts';
import { TaskStore } from '#coordinator/store/taskStore.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const ID: Hex = keccak256(toHex('task'));
const DIGEST: Hex = keccak256(toHex('assignment'));
const miner = accountOf('ann').address;
const assignment = {
  ...{ taskId: ID, coordinator: miner, miner, attempt: 0, rosterBlock: 1, beacon: ID, passed: [] },
  ...{ unitPrice: 2n, expiry: 1_000, signature: `0x${'0'.repeat(130)}` as const },
};
const attempt: Omit<AttemptRecord, 'outcome' | 'reason'> = {
  ...{ number: 0, miner, digest: DIGEST, assignment, stakeShare: 1, startedAt: 2 },
};
const order: Parameters<TaskStore['insert']>[0] = {
  ...{ id: ID, kind: 'image', model: 'draw', seed: 1, client: 'c', createdAt: 1, request: Uint8Array.of(7) },
  ...{ replicaOf: null, excluded: [], isAuditOrdered: false },
};
const payment: PaymentRecord = {
  ...{ attempt: 0, miner, resultHash: ID, traceRoot: DIGEST, resultSignature: '0x01', units: 3, amount: 6n },
  ...{ deliveredAt: 5, paidAt: 5 },
};
const result = Uint8Array.of(1, 2, 3);
const failure = { code: 'cancelled', message: 'It was cancelled.' };
const lapsed = { number: 0, outcome: 'lapsed', reason: 'LEASE_OVER' } as const;

/** What the tasks' store must do on any database. @param open its `db` is there once the tests run */
export function testTaskStore(open: { readonly db: Database }): void {
  let store: TaskStore;
  /** Whether the next transaction's reply is lost, and whether it was committed before that. */
  let cut: 'after the commit' | 'before the commit' | undefined;

  beforeEach(async () => {
    await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
    cut = undefined;
    store = new TaskStore(losingReplies(open.db));
    await store.insert(order);
  });

  /** A database whose connection can break around a COMMIT. */
  const losingReplies = (db: Database): Database =>
    new Proxy(db, {
      get(target, name) {
        if (name !== 'transaction') return Reflect.get(target, name, target);
        return async (work: Parameters<Database['transaction']>[0]) => {
          const how = cut;
          cut = undefined;
          if (how === 'before the commit') throw new Error('connection lost');
          const answer = await target.transaction(work);
          if (how === 'after the commit') throw new Error('connection lost');
          return answer;
        };
      },
    });

  /** Each transition, from the status before it. */
  const TRANSITIONS = [
    ['assign', [], () => store.assign(ID, attempt), true, 'assigned'],
    ['begin', ['assign'], () => store.begin(ID), true, 'running'],
    ['requeue', ['assign', 'begin'], () => store.requeue(ID, lapsed, 4), true, 'queued'],
    [
      'end',
      ['assign'],
      () => store.end(ID, { status: 'cancelled', failure, open: lapsed }, 4),
      true,
      'cancelled',
    ],
    ['deliver', ['assign', 'begin'], () => store.deliver(ID, result, payment, undefined), true, 'done'],
  ] as const;

  async function bringTo(steps: readonly string[]): Promise<void> {
    for (const step of steps) await TRANSITIONS.find(([name]) => name === step)![2]();
  }
  const status = async () => (await store.find(ID))?.status;

  describe.each(TRANSITIONS)('TaskStore.%s', (_, before, transition, answer, after) => {
    beforeEach(() => bringTo(before));

    it('moves the task once, and refuses the second time without a change', async () => {
      expect(await transition()).toBe(answer);
      const stored = await store.find(ID);
      expect(stored?.status).toBe(after);
      expect(await transition()).toBe(false);
      expect(await store.find(ID)).toEqual(stored);
    });

    it('knows that it was committed when the reply to its COMMIT is lost', async () => {
      cut = 'after the commit';
      expect(await transition()).toBe(answer);
      expect(await status()).toBe(after);
    });

    it('fails when the connection breaks before the COMMIT, and can be tried again', async () => {
      cut = 'before the commit';
      await expect(transition()).rejects.toThrow('connection lost');
      expect(await status()).not.toBe(after);
      expect(await transition()).toBe(answer);
      expect(await status()).toBe(after);
    });

    it('knows at the next try that it was committed, when nothing could be asked before', async () => {
      const find = store.find.bind(store);
      store.find = async () => Promise.reject(new Error('connection lost'));
      cut = 'after the commit';
      await expect(transition()).rejects.toThrow('connection lost');
      store.find = find;
      expect(await transition()).toBe(answer);
      expect(await status()).toBe(after);
    });
  });

  describe('an attempt that has lapsed', () => {
    const second = { ...attempt, number: 1, digest: keccak256(toHex('second')) };

    it.each<[string, boolean, () => Promise<unknown>]>([
      ['paid', false, () => store.deliver(ID, result, payment, undefined)],
      ['handed back', false, () => store.requeue(ID, { ...lapsed, outcome: 'refused', reason: 'BUSY' }, 5)],
      ['ended with its task', false, () => store.end(ID, { status: 'failed', failure, open: lapsed }, 5)],
    ])('is not %s while the next one is open', async (_, answer, transition) => {
      await bringTo(['assign', 'begin', 'requeue']);
      await store.assign(ID, second);
      await store.begin(ID);
      const stored = await store.find(ID);
      expect(await transition()).toBe(answer);
      expect(await store.find(ID)).toEqual(stored);
      expect(await new AccountStore(open.db).cumulativeOf(miner)).toBeUndefined();
    });
  });

  describe('TaskStore.deliver', () => {
    it('pays once, however often its reply is lost', async () => {
      await bringTo(['assign', 'begin']);
      cut = 'after the commit';
      await store.deliver(ID, result, payment, undefined);
      expect(await new AccountStore(open.db).cumulativeOf(miner)).toBe(6n);
      expect((await store.find(ID))?.payment).toMatchObject({ units: 3, amount: 6n });
      expect(await store.result(ID)).toEqual(result);
    });

    it('does not take another result for the one that was stored', async () => {
      await bringTo(['assign', 'begin']);
      cut = 'before the commit';
      await expect(store.deliver(ID, result, payment, undefined)).rejects.toThrow();
      expect(await store.deliver(ID, result, payment, undefined)).toBe(true);
      const other = { ...payment, resultHash: DIGEST };
      expect(await store.deliver(ID, Uint8Array.of(9), other, undefined)).toBe(false);
      expect(await store.result(ID)).toEqual(result);
    });
  });

  describe('TaskStore.delivered', () => {
    const IMAGE = { kind: 'image', model: order.model, results: 1, units: 3 };

    it('counts what was delivered since then, and what of it was paid', async () => {
      expect(await store.delivered(0)).toEqual([]);
      await bringTo(['assign', 'begin']);
      await store.deliver(ID, result, payment, undefined);
      expect(await store.delivered(0)).toEqual([{ ...IMAGE, paidWei: 6n }]);
      const { finishedAt } = (await store.find(ID))!;
      expect(await store.delivered(finishedAt!)).toHaveLength(1);
      expect(await store.delivered(finishedAt! + 1)).toEqual([]);
    });

    it('does not count what waits for its audit as paid', async () => {
      await bringTo(['assign', 'begin']);
      await store.deliver(ID, result, { ...payment, paidAt: null }, undefined);
      expect(await store.delivered(0)).toEqual([{ ...IMAGE, paidWei: 0n }]);
    });
  });

  describe('TaskStore', () => {
    const second = { ...order, id: keccak256(toHex('second task')), createdAt: 0 };
    const secondAttempt = { ...attempt, digest: keccak256(toHex('second assignment')) };
    const deliver = (task: Hex, record: PaymentRecord) => store.deliver(task, result, record, undefined);

    /** Assigns, begins and delivers both tasks. */
    async function deliverBoth(): Promise<void> {
      await bringTo(['assign', 'begin', 'deliver']);
      await store.assign(second.id, secondAttempt);
      await store.begin(second.id);
      await deliver(second.id, { ...payment, amount: 4n, deliveredAt: 9 });
    }

    it('takes one task of an id, and leaves it as it is', async () => {
      const stored = await store.find(ID);
      expect(await store.insert({ ...order, client: 'another', seed: 2 })).toBe(false);
      expect(await store.find(ID)).toEqual(stored);
      expect(stored).toMatchObject({ client: 'c', seed: 1, request: Uint8Array.of(7), attempts: [] });
    });

    it('finds a task by each of its assignments, and by no other', async () => {
      await bringTo(['assign', 'requeue']);
      await store.assign(ID, { ...secondAttempt, number: 1 });
      for (const digest of [DIGEST, secondAttempt.digest])
        expect((await store.findByAssignment(digest))?.id).toBe(ID);
      expect(await store.findByAssignment(keccak256(toHex('none')))).toBeUndefined();
    });

    it('continues what is queued, assigned or running, the oldest first, with its attempts in order', async () => {
      await store.insert(second);
      await bringTo(['assign', 'begin', 'requeue']);
      await store.assign(ID, { ...secondAttempt, number: 1 });
      const open = await store.unfinished();
      expect(open.map(({ id, status: now }) => [id, now])).toEqual([
        [second.id, 'queued'],
        [ID, 'assigned'],
      ]);
      expect(open[1]!.attempts).toMatchObject([
        { number: 0, outcome: 'lapsed', reason: 'LEASE_OVER' },
        { number: 1, outcome: 'open' },
      ]);
      await store.begin(ID);
      expect((await store.unfinished())[1]).toMatchObject({ id: ID, status: 'running' });
      await deliver(ID, { ...payment, attempt: 1 });
      expect((await store.unfinished()).map(({ id }) => id)).toEqual([second.id]);
    });

    it('counts tasks by status', async () => {
      await store.insert(second);
      expect(await store.countByStatus()).toEqual(new Map([['queued', 2]]));
      await bringTo(['assign']);
      expect(await store.countByStatus()).toEqual(
        new Map([
          ['queued', 1],
          ['assigned', 1],
        ]),
      );
    });

    it('sums what each client’s tasks have cost since a moment', async () => {
      await store.insert({ ...second, client: 'd' });
      await deliverBoth();
      const spent = async (moment: number) =>
        new Map((await store.spentSince(moment)).map(({ client, wei }) => [client, wei]));
      expect(await spent(payment.deliveredAt)).toEqual(
        new Map([
          ['c', 6n],
          ['d', 4n],
        ]),
      );
      expect(await spent(payment.deliveredAt + 1)).toEqual(new Map([['d', 4n]]));
      expect(await spent(10)).toEqual(new Map());
    });

    it.each([
      ['costs twice as much where its client has ordered an audit', { isAuditOrdered: true }, 6n + 8n],
      ['costs nothing where it does another again', { replicaOf: ID }, 6n],
    ])('says that a task %s', async (_, more, wei) => {
      await store.insert({ ...second, ...more });
      await deliverBoth();
      expect(await store.spentSince(0)).toEqual([{ client: 'c', wei }]);
    });

    it('forgets prompt and result of what ended before a moment, and keeps its payment', async () => {
      await store.insert(second);
      await deliverBoth();
      await store.forgetContents(9);
      expect([(await store.find(ID))?.request, await store.result(ID)]).toEqual([null, undefined]);
      expect((await store.find(ID))?.payment).toMatchObject({ amount: 6n });
      expect([(await store.find(second.id))?.request, await store.result(second.id)]).toEqual([
        order.request,
        result,
      ]);
    });

    it('says whether its database answers', async () => {
      expect(await store.answers()).toBe(true);
    });
  });
}
