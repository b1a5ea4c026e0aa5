import { sql } from 'drizzle-orm';
import { type Hex, zeroHash } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { NEWEST_MS, SHARED_MS, type SharedBounds, SharedResults } from '#coordinator/shared/sharedResults.ts';
import { audits, payments, sharedResults, tasks } from '#coordinator/store/schema.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import type { AuditState } from '#protocol/task/auditState.ts';

const miner = accountOf('ann').address;
const idOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;
const numbers = (found: readonly { id: Hex }[]) => found.map(({ id }) => Number(id));

describe('SharedResults', () => {
  const open = useMemoryDatabase();
  let now: number;
  let shared: SharedResults;

  const withBounds = (bounds: SharedBounds) =>
    new SharedResults({ db: open.db, bounds, nowMs: () => now, uptimeMs: () => now });

  const deliver = async (number: number, client: string) => {
    const task = { id: idOf(number), kind: 'image' as const, model: 'draw', seed: 1, client };
    await open.db
      .insert(tasks)
      .values({ ...task, status: 'done' as const, createdAt: number, finishedAt: number });
    await open.db.insert(payments).values({
      ...{ taskId: idOf(number), attempt: 0, miner, resultHash: zeroHash, traceRoot: zeroHash },
      ...{ resultSignature: '0x01' as const, units: 3, amount: 6n, deliveredAt: number },
    });
  };
  const audit = (number: number, state: AuditState) =>
    open.db
      .insert(audits)
      .values({ taskId: idOf(number), miner, model: 'draw', gpu: '', state, share: 1 })
      .onConflictDoUpdate({ target: audits.taskId, set: { state } });
  /** Of a maker of its own, unless one is named. */
  const share = async (number: number, content = Uint8Array.of(number), client = `maker ${number}`) => {
    await deliver(number, client);
    return shared.share({ id: idOf(number), prompt: `fox ${number}`, excerpt: null, content });
  };
  const listed = async () => numbers((await shared.page(undefined, 50)).results);

  beforeEach(async () => {
    await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts, shared_results`);
    now = 1_700_000_000_000;
    shared = withBounds({ results: 3, bytes: 100 });
  });

  it('shows the newest first, page after page without a gap', async () => {
    shared = withBounds({ results: 9, bytes: 100 });
    // Two that were shared in the same ms, on the border of two pages.
    for (const number of [1, 3, 2, 4]) {
      if (number !== 2) now += 1_000;
      await share(number);
    }
    for (const limit of [1, 2, 3, 4, 5]) {
      let page = await shared.page(undefined, limit);
      const seen = numbers(page.results);
      while (page.next !== null) {
        page = await shared.page(page.next, limit);
        seen.push(...numbers(page.results));
      }
      expect(seen).toEqual([4, 3, 2, 1]);
    }
  });

  it('shows what its maker shared and who made it, and keeps the first time of it', async () => {
    const first = await share(1);
    now += 5_000;
    const again = await shared.share({
      ...{ id: idOf(1), prompt: 'other', excerpt: null, content: Uint8Array.of(9) },
    });
    expect(again).toEqual(first);
    expect(first).toEqual({
      ...{ id: idOf(1), kind: 'image', model: 'draw', prompt: 'fox 1', excerpt: null, miner },
      sharedAt: 1_700_000_000_000,
    });
    expect(await shared.content(idOf(1))).toEqual({ kind: 'image', content: Uint8Array.of(1) });
  });

  it('keeps as many as it may, and lets the oldest go', async () => {
    for (const number of [1, 2, 3, 4]) {
      now += 1_000;
      await share(number);
    }
    expect(await listed()).toEqual([4, 3, 2]);
    expect(await open.db.$count(sharedResults)).toBe(3);
  });

  it('keeps as many bytes as it may, and lets the oldest go', async () => {
    await share(1, new Uint8Array(60));
    now += 1_000;
    await share(2, new Uint8Array(40));
    expect(await listed()).toEqual([2, 1]);
    now += 1_000;
    await share(3, new Uint8Array(1));
    expect(await listed()).toEqual([3, 2]);
  });

  it('lists four of a maker, its newest, and has the others by their ids', async () => {
    shared = withBounds({ results: 64, bytes: 1_000 });
    await share(1);
    for (const number of [2, 3, 4, 5, 6, 7]) {
      now += 1_000;
      await share(number, Uint8Array.of(number), 'busy');
    }
    expect(await listed()).toEqual([7, 6, 5, 4, 1]);
    expect((await shared.find(idOf(2)))?.prompt).toBe('fox 2');
    const first = await shared.page(undefined, 3);
    expect(numbers((await shared.page(first.next!, 3)).results)).toEqual([4, 1]);
    // What is not shown takes none of its places.
    await audit(7, 'disputed');
    await shared.remove(idOf(6));
    expect(await listed()).toEqual([5, 4, 3, 2, 1]);
  });

  it('keeps an eighth of all places for one maker, and of all bytes, so that others keep theirs', async () => {
    shared = withBounds({ results: 16, bytes: 80 });
    await share(1);
    for (const number of [2, 3, 4]) {
      now += 1_000;
      await share(number, Uint8Array.of(number), 'busy');
    }
    expect(await listed()).toEqual([4, 3, 1]);
    now += 1_000;
    await share(5, new Uint8Array(10), 'busy');
    expect(await listed()).toEqual([5, 1]);
    // One that is larger than that has its place, and is the only one.
    now += 1_000;
    await share(6, new Uint8Array(30), 'busy');
    expect(await listed()).toEqual([6, 1]);
    expect(await open.db.$count(sharedResults)).toBe(2);
  });

  it.each(['disputed', 'withheld'] as const)('shows no result that is %s later', async (state) => {
    await share(1);
    await audit(1, 'waiting');
    expect(await listed()).toEqual([1]);
    await audit(1, state);
    now += NEWEST_MS;
    expect(await listed()).toEqual([]);
    expect(await shared.find(idOf(1))).toBeUndefined();
    expect(await shared.content(idOf(1))).toBeUndefined();
  });

  it.each(['passed', 'skipped', 'unchecked'] as const)('goes on showing one that is %s', async (state) => {
    await share(1);
    await audit(1, state);
    expect((await shared.find(idOf(1)))?.prompt).toBe('fox 1');
  });

  it('shows nothing that was taken back, at once, and takes it again', async () => {
    await share(1);
    expect(await listed()).toEqual([1]);
    await shared.takeBack(idOf(1));
    expect(await listed()).toEqual([]);
    expect(await open.db.$count(sharedResults)).toBe(0);
    const content = Uint8Array.of(1);
    expect(await shared.share({ id: idOf(1), prompt: 'fox', excerpt: null, content })).toBeDefined();
  });

  it('keeps nothing of what the operator removed, and does not take it again', async () => {
    await share(1);
    expect(await shared.remove(idOf(1))).toBe(true);
    expect(await shared.remove(idOf(1))).toBe(false);
    expect(await listed()).toEqual([]);
    const [row] = await open.db.select().from(sharedResults);
    expect([row?.prompt, row?.content.length]).toEqual(['', 0]);
    // Its maker cannot clear the way either.
    await shared.takeBack(idOf(1));
    const content = Uint8Array.of(1);
    expect(await shared.share({ id: idOf(1), prompt: 'fox', excerpt: null, content })).toBeUndefined();
  });

  it('has as many places after a removal, and lets no later result push the removal out', async () => {
    for (const number of [1, 2, 3, 4, 5]) {
      now += 1_000;
      await share(number);
      if (number === 1 || number === 5) await shared.remove(idOf(number));
    }
    expect(await listed()).toEqual([4, 3]);
    now += 1_000;
    await share(6);
    expect(await listed()).toEqual([6, 4, 3]);
    for (const removed of [1, 5])
      expect(
        await shared.share({ id: idOf(removed), prompt: '', excerpt: null, content: Uint8Array.of(1) }),
      ).toBeUndefined();
  });

  it('shows nothing after its time, and deletes it', async () => {
    await share(1);
    now += SHARED_MS - 1;
    expect(await listed()).toEqual([1]);
    now += NEWEST_MS;
    expect(await listed()).toEqual([]);
    expect(await shared.content(idOf(1))).toBeUndefined();
    await shared.prune();
    expect(await open.db.$count(sharedResults)).toBe(0);
  });

  it('shows nothing while it is off, and what it had once it is on again', async () => {
    await share(1);
    shared = withBounds({ results: 0, bytes: 100 });
    await shared.prune();
    expect([shared.isOn, await listed(), await shared.content(idOf(1))]).toEqual([false, [], undefined]);
    shared = withBounds({ results: 3, bytes: 100 });
    expect(await listed()).toEqual([1]);
  });
});
