import { sql } from 'drizzle-orm';
import { type Address, toHex } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import { AbsenceStore } from '#coordinator/channels/absenceStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const [ann, bob, cat] = ['ann', 'bob', 'cat'].map((name) => accountOf(name).address) as [
  Address,
  Address,
  Address,
];
/** One more than a query takes. */
const MANY = 1_001;
const strangers = Array.from({ length: MANY }, (_, at): Address => `0x${toHex(at, { size: 20 }).slice(2)}`);

/** What the store of absences must do on any database. @param open its `db` is there once the tests run */
export function testAbsenceStore(open: { readonly db: Database }): void {
  let store: AbsenceStore;
  const kept = async () => Object.fromEntries(await store.since());

  beforeEach(async () => {
    await open.db.execute(sql`truncate absences`);
    store = new AbsenceStore(open.db);
  });

  it('knows of nobody at first, and of each miner since when it is away, over a restart too', async () => {
    expect(await kept()).toEqual({});
    await store.begin([ann, bob], 5);
    await store.begin([cat], 1_790_000_000_007);
    store = new AbsenceStore(open.db);
    expect(await kept()).toEqual({ [ann]: 5, [bob]: 5, [cat]: 1_790_000_000_007 });
  });

  it('counts a miner that is noted again from the later call, earlier or later, and no other one', async () => {
    await store.begin([ann, bob, cat], 5);
    await store.begin([ann], 9);
    await store.begin([bob], 3);
    expect(await kept()).toEqual({ [ann]: 9, [bob]: 3, [cat]: 5 });
  });

  it('forgets who is here, and no other one', async () => {
    await store.begin([ann, bob], 5);
    await store.end([ann, cat]);
    expect(await kept()).toEqual({ [bob]: 5 });
  });

  it('takes nobody for what it is: no statement, and no error', async () => {
    await store.begin([ann], 5);
    await store.begin([], 9);
    await store.end([]);
    expect(await kept()).toEqual({ [ann]: 5 });
  });

  it('takes more miners than a query does', async () => {
    await store.begin(strangers, 5);
    await store.begin(strangers, 6);
    const since = await store.since();
    expect([since.size, new Set(since.values())]).toEqual([MANY, new Set([6])]);
    await store.end(strangers.slice(1));
    expect(await kept()).toEqual({ [strangers[0]!]: 6 });
  });
}
