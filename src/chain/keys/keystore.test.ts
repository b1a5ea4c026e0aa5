import { createCipheriv, scryptSync } from 'node:crypto';
import { type Hex, keccak256 } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { decryptKey, encryptKey, MAX_KEYSTORE_LENGTH } from '#chain/keys/keystore.ts';

const KEY: Hex = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d';
const { address: ADDRESS } = privateKeyToAccount(KEY);
/** The test vector of the Web3 Secret Storage Definition. */
const PBKDF2 = {
  version: 3,
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      ...{ c: 262_144, dklen: 32, prf: 'hmac-sha256' },
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
};
/** A file as geth writes it, cheap to open, made with Node's own functions. */
function gethFile(password = 'testpassword') {
  const [salt, iv] = [Buffer.alloc(32, 7), Buffer.alloc(16, 9)];
  const kdfparams = { dklen: 32, n: 1_024, r: 8, p: 1, salt: salt.toString('hex') };
  const derived = scryptSync(password, salt, 32, { N: kdfparams.n, r: kdfparams.r, p: kdfparams.p });
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv);
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(KEY.slice(2), 'hex')), cipher.final()]);
  const mac = keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext])).slice(2);
  return {
    ...{ version: 3, id: '3198bc9c-6672-5ab3-d995-4942343ae5b6', address: ADDRESS.slice(2).toLowerCase() },
    crypto: {
      ...{ cipher: 'aes-128-ctr', cipherparams: { iv: iv.toString('hex') }, kdf: 'scrypt', kdfparams },
      ...{ ciphertext: ciphertext.toString('hex'), mac },
    },
  };
}
const SCRYPT = gethFile();
const changed = (kdfparams: object, more: object = {}) => ({
  ...SCRYPT,
  ...more,
  crypto: { ...SCRYPT.crypto, kdfparams: { ...SCRYPT.crypto.kdfparams, ...kdfparams } },
});
const codeOf = (file: unknown, password = 'testpassword'): string => {
  try {
    decryptKey(typeof file === 'string' ? file : JSON.stringify(file), password);
    return 'opened';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a key’s backup', () => {
  it('opens files that others have made', () => {
    expect(decryptKey(JSON.stringify(PBKDF2), 'testpassword').privateKey).toBe(KEY);
    const { address } = privateKeyToAccount(KEY);
    expect(decryptKey(JSON.stringify(SCRYPT), 'testpassword')).toEqual({ privateKey: KEY, address });
  });

  it('opens its own with its password alone, in whatever form its letters come', async () => {
    const privateKey = generatePrivateKey();
    const file = await encryptKey(privateKey, 'Ångström and a cuckoo');
    expect(file).not.toContain(privateKey.slice(2));
    expect(JSON.parse(file)).toMatchObject({
      version: 3,
      address: privateKeyToAccount(privateKey).address.slice(2).toLowerCase(),
      crypto: { kdf: 'scrypt', kdfparams: { n: 131_072, r: 1, p: 8 } },
    });
    expect(decryptKey(file, 'A\u030angstro\u0308m and a cuckoo').privateKey).toBe(privateKey);
    expect(codeOf(file, 'Ångström and a Cuckoo')).toBe('WRONG_PASSWORD');
  });

  it('opens another’s file with the password as it was typed', () => {
    const password = '\ufb01sh\u00b2 pass';
    expect(decryptKey(JSON.stringify(gethFile(password)), password).privateKey).toBe(KEY);
    expect(codeOf(gethFile(password), 'fish2 pass')).toBe('WRONG_PASSWORD');
  });

  it('refuses a file whose key is not that of its address: the checksum does not cover all of it', () => {
    const { iv } = SCRYPT.crypto.cipherparams;
    const cipherparams = { iv: `${iv.startsWith('0') ? '1' : '0'}${iv.slice(1)}` };
    const damaged = { ...SCRYPT, crypto: { ...SCRYPT.crypto, cipherparams } };
    expect(codeOf(damaged)).toBe('BAD_BACKUP');
    expect(codeOf({ ...SCRYPT, address: 'no address' })).toBe('BAD_BACKUP');
    expect(codeOf({ ...SCRYPT, address: ADDRESS })).toBe('opened');
    expect(codeOf({ ...SCRYPT, address: undefined })).toBe('opened');
  });

  it('refuses a file that asks for more time or memory than any does', () => {
    // The password is wrong for these, but they are tried.
    expect(codeOf(changed({ p: 16 }))).toBe('WRONG_PASSWORD');
    expect(codeOf(changed({ p: 17 }))).toBe('BAD_BACKUP');
    expect(codeOf(changed({ n: 262_144, r: 9 }))).toBe('BAD_BACKUP');
    expect(codeOf(changed({ n: 524_288 }))).toBe('BAD_BACKUP');
    expect(codeOf(changed({ n: 3 }))).toBe('BAD_BACKUP');
    const rounds = (c: number) => ({
      ...PBKDF2,
      crypto: { ...PBKDF2.crypto, kdfparams: { ...PBKDF2.crypto.kdfparams, c } },
    });
    expect(codeOf(rounds(1))).toBe('WRONG_PASSWORD');
    expect(codeOf(rounds(2_000_001))).toBe('BAD_BACKUP');
  });

  it.each([
    ['no JSON', 'hello'],
    ['another version', { ...SCRYPT, version: 1 }],
    ['another cipher', { ...SCRYPT, crypto: { ...SCRYPT.crypto, cipher: 'aes-256-gcm' } }],
    ['another derivation', { ...SCRYPT, crypto: { ...SCRYPT.crypto, kdf: 'argon2' } }],
    ['a key that is too short', { ...SCRYPT, crypto: { ...SCRYPT.crypto, ciphertext: 'd172' } }],
    ['nothing', null],
  ])('refuses a file with %s', (_, file) => {
    expect(codeOf(file)).toBe('BAD_BACKUP');
  });

  it('refuses a file that is longer than any', () => {
    const file = JSON.stringify(changed({ n: 2, p: 1 }));
    const space = ' '.repeat(MAX_KEYSTORE_LENGTH - file.length);
    expect(codeOf(file + space)).toBe('WRONG_PASSWORD');
    expect(codeOf(`${file + space} `)).toBe('BAD_BACKUP');
  });
});
