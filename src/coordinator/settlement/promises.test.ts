import { beforeEach, describe, expect, it } from 'vitest';
import { Promises } from '#coordinator/settlement/promises.ts';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import { credit } from '#coordinator/store/credit.ts';
import { accounts } from '#coordinator/store/schema.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];
const memory = useMemoryDatabase();
let asked: string[];
let isDown: boolean;
let uptime: number;
let promises: Promises;

beforeEach(async () => {
  await memory.db.delete(accounts);
  const store = new AccountStore(memory.db);
  [asked, isDown, uptime] = [[], false, 0];
  const answer = <T>(what: string, rows: () => Promise<T>): Promise<T> => {
    asked.push(what);
    return isDown ? Promise.reject(new Error('no database')) : rows();
  };
  promises = new Promises({
    accounts: {
      all: () => answer('all', () => store.all()),
      of: (miners) => answer(miners.join(), () => store.of(miners)),
    },
    uptimeMs: () => uptime,
  });
  await store.open(ann, 5n);
  await promises.refresh();
  asked = [];
});

describe('Promises', () => {
  it('asks the database only about accounts that have changed', async () => {
    await promises.refresh();
    expect(asked).toEqual([]);
    await credit(memory.db, ann, 2n);
    await credit(memory.db, bob, 3n);
    promises.note(bob);
    await promises.refresh();
    expect([asked, [...promises.all()]]).toEqual([
      [bob],
      [
        [ann, 5n],
        [bob, 3n],
      ],
    ]);
  });

  it('asks later about those that it could not read', async () => {
    await credit(memory.db, ann, 2n);
    promises.note(ann);
    isDown = true;
    await expect(promises.refresh()).rejects.toThrow('no database');
    isDown = false;
    await promises.refresh();
    expect(promises.all().get(ann)).toBe(7n);
  });

  it('reads all accounts every ten minutes', async () => {
    await credit(memory.db, ann, 2n);
    uptime = 599_999;
    await promises.refresh();
    expect(asked).toEqual([]);
    uptime = 600_000;
    await promises.refresh();
    expect([asked, promises.all().get(ann)]).toEqual([['all'], 7n]);
  });
});
