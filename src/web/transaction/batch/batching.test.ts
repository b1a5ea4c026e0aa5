import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readBatching } from '#web/transaction/batch/batching.ts';
import type { WalletBatches } from '#web/wallet/walletLink.ts';

const ACCOUNT = '0x3333333333333333333333333333333333333333';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function read(capabilities: () => Promise<unknown>) {
  const reading = readBatching({ capabilities } as unknown as WalletBatches, ACCOUNT, 7);
  await vi.advanceTimersByTimeAsync(3_000);
  return reading;
}

it.each([
  ['supported', { atomic: { status: 'supported' } }],
  ['ready', { atomic: { status: 'ready' }, paymasterService: { supported: true } }],
  ['none', { atomic: { status: 'unsupported' } }],
  ['none', { atomic: 'supported' }],
  ['none', { atomicBatch: { supported: true } }],
  ['none', {}],
  ['none', null],
  ['none', 'supported'],
  ['none', undefined],
])('readBatching finds %s in %j', async (found, capabilities) => {
  expect(await read(async () => capabilities)).toBe(found);
});

it.each([
  ['does not know the method', () => Promise.reject(Object.assign(new Error('no'), { code: -32601 }))],
  ['throws nothing that is an error', () => Promise.reject('no')],
  ['never answers', () => new Promise(() => undefined)],
])('readBatching finds none in a wallet that %s', async (_, capabilities) => {
  expect(await read(capabilities)).toBe('none');
});
