import { sql } from 'drizzle-orm';
import { type Hex, zeroHash } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { NEWEST_MS, TaskList } from '#coordinator/records/taskList.ts';
import { attempts, payments, tasks } from '#coordinator/store/schema.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const ann = accountOf('ann').address;
const bob = accountOf('bob').address;
const idOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;

describe('TaskList', () => {
  const open = useMemoryDatabase();
  let now: number;
  let list: TaskList;

  const add = (number: number, finishedAt: number | null, more: Partial<typeof tasks.$inferInsert> = {}) =>
    open.db.insert(tasks).values({
      ...{ id: idOf(number), kind: 'image' as const, model: 'draw', seed: 1, client: 'c', createdAt: number },
      ...{ status: finishedAt === null ? ('queued' as const) : ('done' as const), finishedAt },
      ...{ request: Uint8Array.of(7), ...more },
    });
  const numbers = (found: readonly { id: Hex }[]) => found.map(({ id }) => Number(id));

  beforeEach(async () => {
    await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
    now = 0;
    list = new TaskList({ db: open.db, uptimeMs: () => now });
  });

  it('names those under way first, then those that ended last, page after page without a gap', async () => {
    // Two that ended in the same ms, on the border of two pages.
    const ends = [10, 30, 20, 20, null, null];
    for (const [at, finishedAt] of ends.entries()) await add(at + 1, finishedAt);
    const whole = await list.page(undefined, 10);
    expect([numbers(whole.tasks), whole.next]).toEqual([[6, 5, 2, 4, 3, 1], null]);
    for (const limit of [1, 2, 3, 4]) {
      const seen: number[] = [];
      let page = await list.page(undefined, limit);
      seen.push(...numbers(page.tasks));
      while (page.next !== null) {
        page = await list.page(page.next, limit);
        seen.push(...numbers(page.tasks));
      }
      expect(seen).toEqual([6, 5, 2, 4, 3, 1]);
    }
  });

  it('names who delivered a task and its price, or who has it, and nothing of its contents', async () => {
    await add(1, 10);
    await add(2, null, { status: 'running' });
    await open.db.insert(payments).values({
      ...{ taskId: idOf(1), attempt: 0, miner: ann, resultHash: zeroHash, traceRoot: zeroHash },
      ...{ resultSignature: '0x01' as const, units: 3, amount: 6n, deliveredAt: 10 },
    });
    const tries = [
      { number: 0, miner: ann, outcome: 'lapsed' },
      { number: 1, miner: bob, outcome: 'open' },
    ] as const;
    for (const each of tries)
      await open.db.insert(attempts).values({
        ...{ ...each, taskId: idOf(2), digest: idOf(each.number), assignment: {}, stakeShare: 1 },
        startedAt: 2,
      });
    const { tasks: found } = await list.page(undefined, 10);
    expect(found.map(({ miner, amount }) => [miner, amount])).toEqual([
      [bob, null],
      [ann, 6n],
    ]);
    expect(Object.keys(found[0]!).sort()).toEqual([
      ...['amount', 'createdAt', 'finishedAt', 'id', 'kind', 'miner', 'model', 'status'],
    ]);
  });

  it('hides the tasks that audit others', async () => {
    await add(1, 10);
    await add(2, null, { replicaOf: idOf(1) });
    expect(numbers((await list.page(undefined, 10)).tasks)).toEqual([1]);
  });

  it('reads the newest once in a while, however many ask, and later pages as they are asked for', async () => {
    await add(1, 10);
    await list.page(undefined, 10);
    await add(2, 20);
    now = NEWEST_MS - 1;
    expect(numbers((await list.page(undefined, 10)).tasks)).toEqual([1]);
    expect(numbers((await list.page({ finishedAt: 30, id: idOf(9) }, 10)).tasks)).toEqual([2, 1]);
    now = NEWEST_MS;
    expect(numbers((await list.page(undefined, 10)).tasks)).toEqual([2, 1]);
  });
});
