import { keys } from 'idb-keyval';
import { afterEach, expect, it, vi } from 'vitest';
import {
  openSignedResultStore,
  PAID,
  type SignedResult,
  SWEEP_S,
} from '#miner/tasks/work/signedResultStore.ts';
import { clearDatabases } from '#miner/testing/memoryKeyval.ts';
import { HELD_S } from '#protocol/task/taskLife.ts';

vi.mock('idb-keyval', async () => {
  const memory = await import('#miner/testing/memoryKeyval.ts');
  return { ...memory, keys: vi.fn(memory.keys) };
});
afterEach(clearDatabases);

const signed = (byte: number): SignedResult => {
  const png = Uint8Array.of(byte);
  return {
    bytes: png,
    hash: `0x${String(byte).repeat(64)}`,
    units: byte,
    trace: `0x${String(byte).repeat(64)}`,
    signature: `0x${String(byte).repeat(130)}`,
    model: 'draw',
    outcome: { result: { kind: 'image', png }, trace: [png], seconds: byte },
  };
};

it('keeps the first result of an assignment after a reload and a second result', async () => {
  const store = () => openSignedResultStore('one', () => 100);
  expect(await store().keep('0xa1', 200, signed(1))).toEqual(signed(1));
  expect(await store().keep('0xa1', 200, signed(2))).toEqual(signed(1));
  expect(await store().find('0xa1', 200)).toEqual(signed(1));
  expect(await store().find('0xa2', 200)).toBeUndefined();
});

it('deletes a paid result and accepts no other for its assignment', async () => {
  const store = () => openSignedResultStore('one', () => 100);
  await store().keep('0xa1', 200, signed(1));
  await store().settle('0xa1', 200);
  expect(await store().find('0xa1', 200)).toBe(PAID);
  expect(await store().keep('0xa1', 200, signed(2))).toBe(PAID);
  expect(await store().find('0xa1', 200)).toBe(PAID);
});

it('keeps results for their audit after they have expired, and then deletes them', async () => {
  let nowSeconds = 100;
  const store = openSignedResultStore('one', () => nowSeconds);
  await store.keep('0xa1', 150, signed(1));
  await store.keep('0xa2', 151, signed(2));
  nowSeconds = 150 + HELD_S;
  await store.keep('0xa3', 300, signed(3));
  expect(await store.find('0xa1', 150)).toEqual(signed(1));
  nowSeconds += 1 + SWEEP_S;
  await store.keep('0xa4', nowSeconds, signed(4));
  expect(await store.find('0xa1', 150)).toBeUndefined();
  expect(await store.find('0xa3', 300)).toEqual(signed(3));
});

it('does not scan all results each time one is kept', async () => {
  vi.mocked(keys).mockClear();
  let nowSeconds = 100;
  const store = openSignedResultStore('one', () => nowSeconds++);
  for (let i = 0; i < 10; i++) await store.keep(`0xb${i}`, 900, signed(i));
  expect(keys).toHaveBeenCalledTimes(1);
  expect(await store.find('0xb0', 900)).toEqual(signed(0));
});
