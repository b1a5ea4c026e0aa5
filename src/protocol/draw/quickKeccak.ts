import { createKeccak, type IHasher } from 'hash-wasm';
import { keccak256 } from 'viem';

/** A draw hashes every candidate. WebAssembly does that seven times as fast as JavaScript. */
let compiled: IHasher | undefined;

/** Resolves once WebAssembly hashes: false where it may not be compiled, so that JavaScript goes on. */
export const isKeccakCompiled: Promise<boolean> = createKeccak(256).then(
  (hasher) => {
    compiled = hasher;
    return true;
  },
  () => false,
);

/**
 * keccak256, in JavaScript until WebAssembly is ready.
 * @example quickKeccak(new Uint8Array()); // c5d246…
 */
export function quickKeccak(bytes: Uint8Array): Uint8Array {
  return compiled === undefined ? keccak256(bytes, 'bytes') : compiled.init().update(bytes).digest('binary');
}
