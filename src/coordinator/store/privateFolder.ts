import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '#coordinator/startup/startupError.ts';

/** What the group and everybody else may do. */
const OTHERS = 0o077;
/** What everybody may do. */
const EVERYBODY = 0o007;

/**
 * Makes a folder that only this user can read, and takes away what others may do to files that are there
 * already: the databases hold prompts, keys, and the amounts that get signed. Links are not followed.
 * @throws StartupError DATA_NOT_PRIVATE when everybody may enter a folder that is not this user's
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return; // Windows has no such permissions.
  const path = realpathSync(folder);
  if (!makePrivate(path) && (lstatSync(path).mode & EVERYBODY) !== 0) {
    const message = `Everybody can read ${path}, which holds the coordinator's data: give it to this user alone.`;
    throw new StartupError('DATA_NOT_PRIVATE', message);
  }
  makeContentsPrivate(path);
}

/** A closed folder keeps others out of what lies in it, so another user's file is left as it is. */
function makeContentsPrivate(folder: string): void {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isSymbolicLink()) continue;
      const path = join(folder, entry.name);
      if (makePrivate(path) && entry.isDirectory()) makeContentsPrivate(path);
    }
  } catch {
    // Another user's folder, or one that has gone meanwhile.
  }
}

/** @returns false when it is another user's, or gone */
function makePrivate(path: string): boolean {
  try {
    const { mode } = lstatSync(path);
    if ((mode & OTHERS) !== 0) chmodSync(path, mode & 0o777 & ~OTHERS);
    return true;
  } catch {
    return false;
  }
}
