import fc from 'fast-check';
import { keccak256 } from 'viem';
import { expect, it, vi } from 'vitest';

const sameAsViem = (hash: (bytes: Uint8Array) => Uint8Array) =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(hash(bytes)).toEqual(keccak256(bytes, 'bytes'));
    }),
  );

it('quickKeccak is keccak256 before and after WebAssembly is ready', async () => {
  const { isKeccakCompiled, quickKeccak } = await import('#protocol/draw/quickKeccak.ts');
  sameAsViem(quickKeccak);
  expect(await isKeccakCompiled).toBe(true);
  sameAsViem(quickKeccak);
});

it('quickKeccak keeps to JavaScript where WebAssembly may not be compiled', async () => {
  vi.resetModules();
  vi.doMock('hash-wasm', () => ({ createKeccak: () => Promise.reject(new Error('refused by the page')) }));
  const { isKeccakCompiled, quickKeccak } = await import('#protocol/draw/quickKeccak.ts');
  expect(await isKeccakCompiled).toBe(false);
  sameAsViem(quickKeccak);
  vi.doUnmock('hash-wasm');
});

it('quickKeccak returns hashes that the next one does not change', async () => {
  const { isKeccakCompiled, quickKeccak } = await import('#protocol/draw/quickKeccak.ts');
  await isKeccakCompiled;
  const first = quickKeccak(Uint8Array.of(1));
  quickKeccak(Uint8Array.of(2));
  expect(first).toEqual(keccak256(Uint8Array.of(1), 'bytes'));
});
