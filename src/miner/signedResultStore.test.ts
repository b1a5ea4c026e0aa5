import { afterEach, expect, it, vi } from 'vitest';
import { openSignedResultStore, type SignedResult } from '#miner/signedResultStore.ts';
import { clearDatabases } from '#miner/testing/memoryKeyval.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));
afterEach(clearDatabases);

const signed = (byte: number): SignedResult => {
  const png = Uint8Array.of(byte);
  return {
    bytes: png,
    hash: `0x${String(byte).repeat(64)}`,
    signature: `0x${String(byte).repeat(130)}`,
    outcome: { result: { kind: 'image', png }, seconds: byte },
  };
};

it('keeps the first result of an assignment, over a reload and against a second one', async () => {
  const store = () => openSignedResultStore('one', () => 100);
  expect(await store().keep('0xa1', 200, signed(1))).toEqual(signed(1));
  expect(await store().keep('0xa1', 200, signed(2))).toEqual(signed(1));
  expect(await store().find('0xa1')).toEqual(signed(1));
  expect(await store().find('0xa2')).toBeUndefined();
});

it('lets go of what nobody asks for any more', async () => {
  let now = 100;
  const store = openSignedResultStore('one', () => now);
  await store.keep('0xa1', 150, signed(1));
  await store.keep('0xa2', 300, signed(2));
  now = 200;
  await store.keep('0xa3', 300, signed(3));
  expect(await store.find('0xa1')).toBeUndefined();
  expect(await store.find('0xa2')).toEqual(signed(2));
});
