import { afterEach, expect, it, vi } from 'vitest';
import { openCreditPrices } from '#miner/payments/creditPrices.ts';
import { clearDatabases, createStore, set } from '#miner/testing/memoryKeyval.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));
afterEach(clearDatabases);

it('CreditPrices keeps a node’s lowest price over a reload, until it is set', async () => {
  expect(await openCreditPrices('one').lower(7n, 5n)).toBe(5n);
  expect(await openCreditPrices('one').lower(7n, 6n)).toBe(5n);
  expect(await openCreditPrices('one').lower(7n, 4n)).toBe(4n);
  await openCreditPrices('one').set(7n, 9n);
  expect(await openCreditPrices('one').lower(7n, 10n)).toBe(9n);
});

it('CreditPrices keeps nodes and scopes apart', async () => {
  await openCreditPrices('one').set(7n, 1n);
  expect(await openCreditPrices('one').lower(8n, 5n)).toBe(5n);
  expect(await openCreditPrices('another').lower(7n, 5n)).toBe(5n);
});

it.each([null, '3', -1n])('CreditPrices takes %s for no price', async (record) => {
  await set('7', record, createStore('cuckoo-credit-one', 'price'));
  expect(await openCreditPrices('one').lower(7n, 5n)).toBe(5n);
});
