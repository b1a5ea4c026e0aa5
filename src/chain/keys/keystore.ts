import * as Keystore from 'ox/Keystore';
import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { CodedError } from '#protocol/codedError.ts';

/**
 * A private key in a file that a password opens: Web3 Secret Storage, version 3, which wallets and nodes read
 * too. A password is guessed at leisure by whoever has the file, so each guess is made to cost.
 */

export type KeystoreErrorCode =
  /** A file that is no keystore, or asks for more than is reasonable. */
  'BAD_BACKUP' | 'WRONG_PASSWORD';

/**
 * Why a keystore file cannot be opened.
 * @example throw new KeystoreError('WRONG_PASSWORD', 'The password does not open this file.');
 */
export class KeystoreError extends CodedError<KeystoreErrorCode> {
  override readonly name = 'KeystoreError';
}

/**
 * What a guess costs: as many steps of scrypt as OWASP recommends, in 16 MiB, because a phone opens it too.
 * The library's asynchronous scrypt has 8 passes over blocks of one.
 */
const SCRYPT_N = 131_072;
/** Longest file that is read, in characters. A keystore has about 500. */
export const MAX_KEYSTORE_LENGTH = 4_096;
/** Most memory that a foreign file may ask for, in bytes: as much as geth's own files take. */
const MAX_SCRYPT_BYTES = 256 * 1_024 * 1_024;
/** scrypt takes 128 bytes for each of n times r. */
const SCRYPT_BLOCK_BYTES = 128;
const MAX_SCRYPT_PASSES = 16;
const MAX_PBKDF2_ROUNDS = 2_000_000;

const hexField = (bytes: number) => z.string().regex(new RegExp(`^[\\da-f]{${2 * bytes}}$`, 'i'));
const saltField = z.string().regex(/^(?:[\da-f]{2}){8,64}$/i);
const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));

const scryptSchema = z
  .object({
    dklen: z.literal(32),
    n: z.number().int().min(2).refine(isPowerOfTwo),
    r: z.number().int().min(1),
    p: z.number().int().min(1).max(MAX_SCRYPT_PASSES),
    salt: saltField,
  })
  .refine(({ n, r }) => n * r * SCRYPT_BLOCK_BYTES <= MAX_SCRYPT_BYTES);
const pbkdf2Schema = z.object({
  dklen: z.literal(32),
  c: z.number().int().min(1).max(MAX_PBKDF2_ROUNDS),
  prf: z.literal('hmac-sha256'),
  salt: saltField,
});
const cipherFields = {
  cipher: z.literal('aes-128-ctr'),
  ciphertext: hexField(32),
  cipherparams: z.object({ iv: hexField(16) }),
  mac: hexField(32),
};
const keystoreSchema = z.object({
  version: z.literal(3),
  /** Not in every file. Its checksum does not cover all of a file; this does. */
  address: z
    .string()
    .regex(/^(?:0x)?[\da-f]{40}$/i)
    .optional(),
  id: z.string().max(64).default(''),
  crypto: z.discriminatedUnion('kdf', [
    z.object({ ...cipherFields, kdf: z.literal('scrypt'), kdfparams: scryptSchema }),
    z.object({ ...cipherFields, kdf: z.literal('pbkdf2'), kdfparams: pbkdf2Schema }),
  ]),
});

/**
 * The key's file, as text. Takes a second or two, and leaves time to others meanwhile.
 * @param password in any form; the same text in another one opens it too
 * @example await writeFile(path, await encryptKey(privateKey, password), { mode: 0o600 });
 */
export async function encryptKey(privateKey: Hex, password: string): Promise<string> {
  const [key, options] = await Keystore.scryptAsync({
    password: password.normalize('NFKC'),
    n: SCRYPT_N,
  });
  const keystore = Keystore.encrypt(privateKey, key, options);
  const address = privateKeyToAccount(privateKey).address.slice(2).toLowerCase();
  return `${JSON.stringify({ address, ...keystore }, null, 2)}\n`;
}

/**
 * The key in such a file, of ours or of another wallet. It takes a second or two, and holds up its thread.
 * @throws KeystoreError BAD_BACKUP, WRONG_PASSWORD
 * @example const { privateKey, address } = decryptKey(await readFile(path, 'utf8'), password);
 */
export function decryptKey(text: string, password: string): { privateKey: Hex; address: Address } {
  const { keystore, address: named } = parse(text);
  const privateKey = open(keystore, password);
  let address: Address;
  try {
    address = privateKeyToAccount(privateKey).address;
  } catch (cause) {
    throw new KeystoreError('BAD_BACKUP', 'The file holds no key.', { cause });
  }
  if (named !== undefined && address.slice(2).toLowerCase() !== named.replace(/^0x/i, '').toLowerCase())
    throw new KeystoreError(
      'BAD_BACKUP',
      'The file is damaged: its key is not that of the address it names.',
    );
  return { privateKey, address };
}

/** @throws KeystoreError WRONG_PASSWORD */
function open(keystore: Keystore.Keystore, password: string): Hex {
  let failure: unknown;
  // Others take a password as it was typed.
  for (const form of new Set([password.normalize('NFKC'), password])) {
    // Not the asynchronous one, which passes over a file's own r and p.
    const key = Keystore.toKey(keystore, { password: form });
    try {
      return Keystore.decrypt(keystore, key);
    } catch (cause) {
      failure = cause;
    }
  }
  throw new KeystoreError('WRONG_PASSWORD', 'The password does not open this file.', { cause: failure });
}

function parse(text: string): { keystore: Keystore.Keystore; address: string | undefined } {
  try {
    if (text.length > MAX_KEYSTORE_LENGTH) throw new Error('too long');
    const { address, ...keystore } = keystoreSchema.parse(JSON.parse(text));
    return { keystore: keystore as Keystore.Keystore, address };
  } catch (cause) {
    const message = 'This is no backup of a key: it wants a keystore file, version 3.';
    throw new KeystoreError('BAD_BACKUP', message, { cause });
  }
}
