import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MAX_KEYSTORE_LENGTH } from '#chain/keys/keystore.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';

/** Where `keys new` puts the key, and where the coordinator looks for it, unless told otherwise. */
export const DEFAULT_KEY_FILE = '.cuckoo/keys/coordinator.json';

/** What the group and everybody else may do. */
const OTHERS = 0o077;
const NEW_FILE = { mode: 0o600, flag: 'wx' } as const;

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * A file with a key or a passphrase in it, as text.
 * @param what names it at the start of an error's sentence, e.g. “The key file”
 * @throws StartupError KEY_MISSING, KEY_NOT_PRIVATE, BAD_KEY
 */
export async function readSecretFile(path: string, what: string, toDo: string): Promise<string> {
  try {
    const { mode, size } = statSync(path);
    // Windows has no such permissions.
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw new StartupError(
        'KEY_NOT_PRIVATE',
        `${what} ${path} can be read by other users of this machine: run chmod 600 on it.`,
      );
    if (size > MAX_KEYSTORE_LENGTH)
      throw new StartupError('BAD_KEY', `${what} ${path} is too long to be one.`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    if (codeOf(cause) === 'ENOENT')
      throw new StartupError('KEY_MISSING', `${what} ${path} does not exist: ${toDo}.`);
    throw new StartupError('BAD_KEY', `${what} ${path} cannot be read: check its path and permissions.`);
  }
}

/**
 * Makes a file that only this user can read, in a folder that only this user can enter if it makes that too.
 * @throws StartupError KEY_EXISTS: a key is never overwritten
 */
export async function writeKeyFile(path: string, text: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, text, NEW_FILE);
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
    throw keyExists(path);
  }
}

export const keyExists = (path: string): StartupError =>
  new StartupError(
    'KEY_EXISTS',
    `The key file ${path} exists already: show it with keys show, or name another with COORDINATOR_KEY_FILE.`,
  );

/** @throws StartupError KEY_EXISTS, before anybody is asked for a passphrase */
export function expectNoKeyFile(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw keyExists(path);
}
