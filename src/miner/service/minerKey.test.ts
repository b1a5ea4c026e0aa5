import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, expect, it, vi } from 'vitest';
import { forgetMinerKey, loadMinerKey, replaceMinerKey, revealMinerKey } from '#miner/service/minerKey.ts';
import { clearDatabases, createStore, recordsOf, update } from '#miner/testing/memoryKeyval.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));
afterEach(clearDatabases);

const store = () => createStore('cuckoo-miner-key', 'keys');

it('loadMinerKey creates a key once and loads it after a reload', async () => {
  const made = await loadMinerKey();
  const found = await loadMinerKey();
  expect(found.address).toBe(made.address);
  const message = 'a message';
  expect(await found.signMessage({ message })).toBe(await made.signMessage({ message }));
});

it('loadMinerKey gives the same key to two tabs that open at the same time', async () => {
  const [one, other] = await Promise.all([loadMinerKey(), loadMinerKey()]);
  expect(one.address).toBe(other.address);
});

it('loadMinerKey wraps the stored key with a key that cannot be exported', async () => {
  await loadMinerKey();
  const { wrapping } = recordsOf(store()).get('key') as { wrapping: CryptoKey };
  expect(wrapping.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('raw', wrapping)).rejects.toThrow();
});

it('loadMinerKey creates another key after forgetMinerKey', async () => {
  const first = await loadMinerKey();
  await forgetMinerKey();
  expect((await loadMinerKey()).address).not.toBe(first.address);
});

it('loadMinerKey reports a damaged key and does not replace it', async () => {
  await loadMinerKey();
  const damage = (old: unknown) => ({ ...(old as object), iv: new Uint8Array(12) });
  await update('key', damage, store());
  await expect(loadMinerKey()).rejects.toMatchObject({ code: 'KEY_STORE' });
  await expect(loadMinerKey()).rejects.toMatchObject({ code: 'KEY_STORE' });
});

it('replaceMinerKey puts another key in its place, which is as well wrapped', async () => {
  await loadMinerKey();
  const privateKey = generatePrivateKey();
  await replaceMinerKey(privateKey);
  expect((await loadMinerKey()).address).toBe(privateKeyToAccount(privateKey).address);
  expect(await revealMinerKey()).toBe(privateKey);
  const { wrapping } = recordsOf(store()).get('key') as { wrapping: CryptoKey };
  expect(wrapping.extractable).toBe(false);
});
