import { createStore, del, get, type UseStore, update } from 'idb-keyval';
import { bytesToHex, type Hex, hexToBytes } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { MinerError } from '#miner/minerError.ts';
import type { OperatorSigner } from '#protocol/signed/typedData.ts';

/**
 * The miner key: a secp256k1 key of the tab's own, made and used in the miner's worker only. It rests in
 * IndexedDB, encrypted under an AES-GCM key that WebCrypto never gives out, so a copy of the database's text
 * is worth nothing.
 */
interface StoredKey {
  wrapping: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: ArrayBuffer;
}

const RECORD = 'key';
/** What AES-GCM asks for, in bytes. */
const IV_BYTES = 12;

const openStore = (): UseStore => createStore('cuckoo-miner-key', 'keys');

async function seal(privateKey: Hex): Promise<StoredKey> {
  const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = new Uint8Array(hexToBytes(privateKey));
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapping, plain);
  plain.fill(0);
  return { wrapping, iv, ciphertext };
}

async function unseal({ wrapping, iv, ciphertext }: StoredKey): Promise<Hex> {
  const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapping, ciphertext));
  const privateKey = bytesToHex(plain);
  plain.fill(0);
  return privateKey;
}

/**
 * The stored key, or a new one that is stored first, so that no key is registered that a reload would lose.
 * @throws MinerError KEY_STORE
 */
export async function loadMinerKey(): Promise<PrivateKeyAccount> {
  return privateKeyToAccount(await revealMinerKey());
}

/** The key itself, to be encrypted for a backup, as `loadMinerKey` finds it. @throws MinerError KEY_STORE */
export async function revealMinerKey(): Promise<Hex> {
  try {
    const store = openStore();
    let stored = await get<StoredKey>(RECORD, store);
    if (stored === undefined) {
      const fresh = await seal(generatePrivateKey());
      // Two tabs may get here at once: the first to write wins, and both use its key.
      await update<StoredKey>(RECORD, (existing) => existing ?? fresh, store);
      stored = await get<StoredKey>(RECORD, store);
    }
    if (stored === undefined) throw new Error('the key was forgotten meanwhile');
    return await unseal(stored);
  } catch (cause) {
    throw new MinerError('KEY_STORE', 'The browser could not keep or read the miner key.', { cause });
  }
}

/** Puts another key in the place of the stored one, which is lost. @throws MinerError KEY_STORE */
export async function replaceMinerKey(privateKey: Hex): Promise<void> {
  try {
    const sealed = await seal(privateKey);
    await update<StoredKey>(RECORD, () => sealed, openStore());
  } catch (cause) {
    throw new MinerError('KEY_STORE', 'The browser could not keep the miner key.', { cause });
  }
}

/** Deletes the key. What it has earned and not redeemed is lost with it. @throws MinerError KEY_STORE */
export async function forgetMinerKey(): Promise<void> {
  try {
    await del(RECORD, openStore());
  } catch (cause) {
    throw new MinerError('KEY_STORE', 'The browser could not delete the miner key.', { cause });
  }
}

/** What of an account signs for a miner: typed data alone. */
export const signerOf = (account: PrivateKeyAccount): OperatorSigner => ({
  address: account.address,
  signTypedData: (data: Parameters<PrivateKeyAccount['signTypedData']>[0]) => account.signTypedData(data),
});
