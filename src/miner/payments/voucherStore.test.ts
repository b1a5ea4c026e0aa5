import { afterEach, expect, it, vi } from 'vitest';
import { openVoucherStore, worthOf } from '#miner/payments/voucherStore.ts';
import { clearDatabases, createStore, set } from '#miner/testing/memoryKeyval.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));
afterEach(clearDatabases);

const ALICE = `0x${'a'.repeat(40)}` as const;
const BOB = `0x${'b'.repeat(40)}` as const;
const voucher = (payer: Voucher['payer'], cumulative: bigint): Voucher => ({
  payer,
  payee: `0x${'c'.repeat(40)}`,
  cumulative,
  signature: `0x${cumulative.toString(16).padStart(130, '0')}`,
});

it('VoucherStore keeps the highest voucher of each payer, in any order of arrival', async () => {
  const store = openVoucherStore('one');
  for (const amount of [5n, 9n, 7n, 9n]) await store.keep(voucher(ALICE, amount));
  await Promise.all([4n, 2n, 3n].map((amount) => store.keep(voucher(BOB, amount))));
  expect(await store.newest(ALICE)).toEqual(voucher(ALICE, 9n));
  expect(await store.newest(BOB)).toEqual(voucher(BOB, 4n));
  expect(worthOf(await store.all())).toBe(13n);
});

it('VoucherStore keeps vouchers across a reload, separately for each scope', async () => {
  await openVoucherStore('one').keep(voucher(ALICE, 5n));
  expect(await openVoucherStore('one').newest(ALICE)).toEqual(voucher(ALICE, 5n));
  const other = openVoucherStore('another');
  expect(await other.newest(ALICE)).toBeUndefined();
  expect(await other.all()).toEqual([]);
  expect(worthOf([])).toBe(0n);
});

it.each<[string, unknown]>([
  ['null', null],
  ['a text', '{"payer":"0x'],
  ['an amount that is a text', { ...voucher(ALICE, 5n), cumulative: '5' }],
  ['a missing signature', { ...voucher(ALICE, 5n), signature: undefined }],
])('VoucherStore takes %s for no voucher, and replaces it by the next', async (_, record) => {
  const store = openVoucherStore('one');
  await store.keep(voucher(BOB, 4n));
  await set(ALICE, record, createStore('cuckoo-vouchers-one', 'newest'));
  expect(await store.newest(ALICE)).toBeUndefined();
  expect(worthOf(await store.all())).toBe(4n);
  await store.keep(voucher(ALICE, 1n));
  expect(await store.newest(ALICE)).toMatchObject({ cumulative: 1n });
});
