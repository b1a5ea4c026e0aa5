import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { readWish, writeWish } from '#web/mining/miningWish.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

const network = { chainId: 7, contracts: { staking: '0x01' } } as unknown as NetworkConfig;
let storage: ReturnType<typeof memoryStorage>;
beforeEach(() => {
  storage = memoryStorage();
  vi.stubGlobal('localStorage', storage);
});
// What a test could not keep must not reach the next one.
afterEach(() => {
  vi.stubGlobal('localStorage', memoryStorage());
  writeWish(network, {});
});

it('a change keeps the other choices, over reloads and for other tabs', () => {
  writeWish(network, { charging: true });
  writeWish(network, { running: true, models: ['tales'] });
  expect(readWish(network)).toMatchObject({
    charging: true,
    running: true,
    models: ['tales'],
    rest: false,
    share: 100,
  });
  vi.stubGlobal('localStorage', memoryStorage());
  expect(readWish(network)).toMatchObject({ charging: false, running: false, juryModels: true });
});

it('a page goes by its user’s choices though the browser cannot keep them, until it can', () => {
  writeWish(network, { running: true });
  const full = vi.spyOn(storage, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  writeWish(network, { charging: true });
  writeWish(network, { juryModels: false });
  expect(readWish(network)).toMatchObject({ running: true, charging: true, juryModels: false });
  full.mockRestore();
  writeWish(network, { rest: true });
  expect(readWish(network)).toMatchObject({ charging: true, juryModels: false, rest: true });
  vi.stubGlobal('localStorage', memoryStorage());
  expect(readWish(network)).toMatchObject({ charging: false, rest: false });
});

it('models for juries, which are large, are left to who asks for them on a phone or on metered data', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  expect(readWish(network).juryModels).toBe(false);
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  expect(readWish(network).juryModels).toBe(true);
  vi.stubGlobal('navigator', { connection: { saveData: true } });
  expect(readWish(network).juryModels).toBe(false);
  vi.unstubAllGlobals();
});
