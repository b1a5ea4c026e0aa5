import { zeroHash } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Ledger } from '#coordinator/settlement/ledger.ts';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import { openBooks } from '#coordinator/store/books.ts';
import type { OpenDatabase } from '#coordinator/store/database.ts';
import { openTestDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';

const ann = accountOf('ann').address;
let database: OpenDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('Ledger opens an account once, at the amount that the chain has already paid', async () => {
  const accounts = new AccountStore(database.db);
  let redeemed = 500n;
  const ledger = new Ledger({
    network: NETWORK,
    signer: COORDINATOR,
    accounts,
    redeemedOf: async () => redeemed,
  });
  await ledger.openAccount(ann);
  redeemed = 900n;
  await ledger.openAccount(ann);
  expect(await ledger.voucher(ann)).toMatchObject({ payee: ann, cumulative: 500n });
});

it('openBooks refuses the database of another deployment, chain or key', async () => {
  const owner = { network: NETWORK, firstBlock: zeroHash, operator: COORDINATOR.address, nowMs: 7 };
  const books = await openBooks(database.db, owner);
  expect(books.openedAt).toBe(7);
  expect(await openBooks(database.db, { ...owner, nowMs: 8 })).toEqual(books);
  for (const other of [
    { ...owner, operator: ann },
    { ...owner, firstBlock: `0x${'1'.repeat(64)}` as const },
    { ...owner, network: { ...NETWORK, payments: ann } },
  ]) {
    await expect(openBooks(database.db, other)).rejects.toMatchObject({ code: 'FOREIGN_DATA' });
  }
});
