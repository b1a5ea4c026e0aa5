import { expect, it, vi } from 'vitest';
import { isStorageKept, keepStorage } from '#web/mine/miner/keepStorage.ts';

it('asks the browser to keep what is stored, and waits for no answer: a prompt may be dismissed', () => {
  const persist = vi.fn(() => new Promise(() => undefined));
  vi.stubGlobal('navigator', { storage: { persist } });
  expect(keepStorage()).toBeUndefined();
  expect(persist).toHaveBeenCalledOnce();
});

it('does not mind a browser that fails to answer', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  vi.stubGlobal('navigator', { storage: { persist: () => Promise.reject(new TypeError('no')) } });
  keepStorage();
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).not.toHaveBeenCalled();
  process.off('unhandledRejection', unhandled);
});

it('does not mind a page that may store nothing', () => {
  vi.stubGlobal('navigator', {});
  expect(keepStorage()).toBeUndefined();
});

it.each([
  [{ storage: { persisted: async () => true } }, true],
  [{ storage: { persisted: async () => false } }, false],
  [{}, true],
])('tells whether the browser %o keeps what is stored', async (browser, kept) => {
  vi.stubGlobal('navigator', browser);
  expect(await isStorageKept()).toBe(kept);
});
