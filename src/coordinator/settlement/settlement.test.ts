import { type Address, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Channel, EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { Ledger } from '#coordinator/settlement/ledger.ts';
import { SolvencyWatch } from '#coordinator/settlement/solvency.ts';
import { AccountStore } from '#coordinator/store/accountStore.ts';
import { openBooks } from '#coordinator/store/books.ts';
import type { OpenDatabase } from '#coordinator/store/database.ts';
import { openTestDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';

const ann = accountOf('ann').address;
const bob = accountOf('bob').address;
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

it('SolvencyWatch reports whether wallet and channels cover the vouchers not yet redeemed', async () => {
  const accounts = new AccountStore(database.db);
  await accounts.open(bob, 1_000n);
  const channels: Record<Address, Channel> = {
    [ann]: { ...EMPTY_CHANNEL, redeemed: 500n, balance: 50n },
    [bob]: { ...EMPTY_CHANNEL, redeemed: 300n, balance: 150n, withdrawing: 50n },
  };
  let wallet = 600n;
  const asked: Address[] = [];
  const channel = async (miner: Address) => {
    asked.push(miner);
    return channels[miner]!;
  };
  const watch = new SolvencyWatch(accounts, { wallet: async () => wallet, channel });
  expect(watch.latest()).toBeUndefined();
  // What ann's channel holds cannot pay bob.
  expect(await watch.refresh()).toEqual({ funds: 750n, outstanding: 700n, covered: true });
  expect(watch.available()).toBe(0n);
  wallet = 599n;
  asked.length = 0;
  expect(await watch.refresh()).toMatchObject({ covered: false });
  expect([asked, watch.available()]).toEqual([[bob], -1n]);
});

it('openBooks refuses the database of another deployment, chain or key', async () => {
  const owner = { network: NETWORK, firstBlock: zeroHash, operator: COORDINATOR.address };
  const secret = await openBooks(database.db, owner);
  expect(await openBooks(database.db, owner)).toEqual(secret);
  for (const other of [
    { ...owner, operator: ann },
    { ...owner, firstBlock: `0x${'1'.repeat(64)}` as const },
    { ...owner, network: { ...NETWORK, payments: ann } },
  ]) {
    await expect(openBooks(database.db, other)).rejects.toMatchObject({ code: 'FOREIGN_DATA' });
  }
});

it('SolvencyWatch counts promises until it has read the accounts that hold them', async () => {
  const accounts = new AccountStore(database.db);
  const owed = (await accounts.all()).reduce((sum, { cumulative }) => sum + cumulative, 0n);
  let whileReading = (): void => undefined;
  const watch = new SolvencyWatch(accounts, {
    channel: async () => EMPTY_CHANNEL,
    wallet: async () => {
      whileReading();
      return owed + 100n;
    },
  });
  expect(watch.available()).toBeUndefined();
  await watch.refresh();
  expect(watch.available()).toBe(100n);
  watch.notePromise(30n);
  expect(watch.available()).toBe(70n);
  // This one may be in the accounts by now or not, so it still counts.
  whileReading = () => watch.notePromise(20n);
  await watch.refresh();
  expect(watch.available()).toBe(80n);
});

it('SolvencyWatch does not count what was redeemed beyond the books as money that is left', async () => {
  const accounts = new AccountStore(database.db);
  const all = await accounts.all();
  const watch = new SolvencyWatch(accounts, {
    channel: async () => ({ ...EMPTY_CHANNEL, redeemed: 10n ** 30n }),
    wallet: async () => 7n,
  });
  expect(await watch.refresh()).toEqual({ funds: 7n, outstanding: 0n, covered: true });
  expect(all.length).toBeGreaterThan(0);
});
