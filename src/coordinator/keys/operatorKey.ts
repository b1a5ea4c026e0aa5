import { isHex, type PrivateKeyAccount } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { decryptKey, KeystoreError } from '#chain/keys/keystore.ts';
import { DEFAULT_KEY_FILE, readSecretFile } from '#coordinator/keys/keyFile.ts';
import { readPassphrase } from '#coordinator/keys/passphrase.ts';
import type { KeySettings } from '#coordinator/startup/settings.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';

/** The file with the operator key, as far as it is not given in hex. */
export const keyFileOf = ({ COORDINATOR_KEY_FILE: file }: KeySettings): string => file ?? DEFAULT_KEY_FILE;

/**
 * The operator key, from its keystore or in hex.
 * @throws StartupError KEY_MISSING, KEY_NOT_PRIVATE, BAD_KEY, NO_PASSPHRASE, WRONG_PASSPHRASE; neither its
 * message nor its cause contains the key
 */
export async function readOperatorKey(settings: KeySettings): Promise<PrivateKeyAccount> {
  const { COORDINATOR_KEY: inline, COORDINATOR_KEY_FILE: file } = settings;
  if (file === undefined && inline !== undefined) return accountOf(inline);
  const toDo = 'make a key with npm run coordinator -- keys new, or name yours with COORDINATOR_KEY_FILE';
  const text = await readSecretFile(keyFileOf(settings), 'The key file', toDo);
  return text.trimStart().startsWith('{') ? openKeystore(text, settings) : accountOf(text);
}

function accountOf(text: string): PrivateKeyAccount {
  const key = text.trim();
  try {
    if (isHex(key)) return privateKeyToAccount(key);
  } catch {
    // The library's error quotes the key; the one below does not.
  }
  throw new StartupError(
    'BAD_KEY',
    'The coordinator’s key is not a private key: it must be 0x and 64 hex digits, or a keystore.',
  );
}

async function openKeystore(text: string, settings: KeySettings): Promise<PrivateKeyAccount> {
  const file = keyFileOf(settings);
  const passphrase = await readPassphrase(settings);
  try {
    return privateKeyToAccount(decryptKey(text, passphrase).privateKey);
  } catch (error) {
    if (!(error instanceof KeystoreError)) throw error;
    if (error.code === 'WRONG_PASSWORD')
      throw new StartupError('WRONG_PASSPHRASE', `The passphrase does not open the key file ${file}.`);
    throw new StartupError('BAD_KEY', `The key file ${file} is damaged, or no keystore of version 3.`);
  }
}
