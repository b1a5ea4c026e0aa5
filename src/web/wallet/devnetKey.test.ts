import { afterEach, expect, it, vi } from 'vitest';
import { clear, createStore, recordsOf, set } from '#miner/testing/memoryKeyval.ts';
import { openDevnetKey } from '#web/wallet/devnetKey.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

const store = createStore('cuckoo-devnet-wallet', 'keys');
afterEach(() => clear(store));

it('openDevnetKey gives the same key after a reload', async () => {
  expect(await openDevnetKey()).toBe(await openDevnetKey());
});

it.each<[string, (record: object) => unknown]>([
  ['null', () => null],
  ['a record without a nonce', (record) => ({ ...record, iv: undefined })],
  ['a sealed text that was changed', (record) => ({ ...record, sealed: new ArrayBuffer(48) })],
])('openDevnetKey makes a new key in place of %s', async (_, damage) => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const key = await openDevnetKey();
  await set('account', damage(recordsOf(store).get('account') as object), store);
  const next = await openDevnetKey();
  expect(next).toMatch(/^0x[0-9a-f]{64}$/);
  expect(next).not.toBe(key);
  expect(await openDevnetKey()).toBe(next);
});
