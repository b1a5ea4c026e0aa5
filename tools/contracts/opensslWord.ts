import { createCipheriv } from 'node:crypto';
import { type Hex, hexToBytes, numberToBytes } from 'viem';

/** A node's random word by OpenSSL's ChaCha20. It takes counter and nonce as one number, little-endian. */
export function opensslWord(seed: Hex, id: bigint): bigint {
  const counter = numberToBytes(id >> 3n, { size: 16 }).reverse();
  const block = createCipheriv('chacha20', hexToBytes(seed), counter).update(Buffer.alloc(64));
  return block.readBigUInt64LE(8 * Number(id & 7n));
}
