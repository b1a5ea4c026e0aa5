import { createStore, get, set } from 'idb-keyval';
import type { Hex } from 'viem';
import { bytesToHex, hexToBytes } from 'viem';
import { generatePrivateKey } from 'viem/accounts';

/**
 * The devnet wallet's key at rest: AES-GCM under a WebCrypto key that cannot be exported, both in IndexedDB.
 * Reading the disk gives neither; a script on this very page could still ask for signatures, which is why it
 * is devnet only.
 */
const store = createStore('cuckoo-devnet-wallet', 'keys');
const RECORD = 'account';
/** The nonce size that AES-GCM is specified for, in bytes. */
const IV_BYTES = 12;

interface SealedKey {
  wrappingKey: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

export const hasDevnetKey = async (): Promise<boolean> => (await get(RECORD, store)) !== undefined;

/** Opens the key, or makes one where there is none or a broken one: it holds nothing of value. */
export async function openDevnetKey(): Promise<Hex> {
  const record: unknown = await get(RECORD, store);
  if (record === undefined) return createDevnetKey();
  try {
    const { iv, wrappingKey, sealed } = record as SealedKey;
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrappingKey, sealed);
    return bytesToHex(new Uint8Array(opened));
  } catch (error) {
    console.warn('The devnet wallet’s key could not be read, so a new one was made.', error);
    return createDevnetKey();
  }
}

async function createDevnetKey(): Promise<Hex> {
  const key = generatePrivateKey();
  const wrappingKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    wrappingKey,
    new Uint8Array(hexToBytes(key)),
  );
  await set(RECORD, { wrappingKey, iv, sealed } satisfies SealedKey, store);
  return key;
}
