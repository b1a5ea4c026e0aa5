import { readFile } from 'node:fs/promises';
import { isHex, type PrivateKeyAccount } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Settings } from '#coordinator/startup/settings.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';

/** @throws StartupError BAD_KEY; neither its message nor its cause contains the key */
export async function readOperatorKey(settings: Settings): Promise<PrivateKeyAccount> {
  const { COORDINATOR_KEY: inline, COORDINATOR_KEY_FILE: file } = settings;
  let text = inline;
  if (file !== undefined) {
    try {
      text = await readFile(file, 'utf8');
    } catch {
      throw new StartupError(
        'BAD_KEY',
        `The key file ${file} (COORDINATOR_KEY_FILE) cannot be read: check its path and permissions.`,
      );
    }
  }
  const key = text?.trim();
  try {
    if (isHex(key)) return privateKeyToAccount(key);
  } catch {
    // The library's error quotes the key; the one below does not.
  }
  throw new StartupError(
    'BAD_KEY',
    'The coordinator’s key is not a private key: it must be 0x and 64 hex digits.',
  );
}
