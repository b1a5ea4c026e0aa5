import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '#coordinator/startup/startupError.ts';

/** Permissions of others than the owner. */
const OTHERS = 0o077;

/**
 * Makes a folder that only this user can read, and takes away what others may do to files that are there
 * already: the databases hold prompts, keys, and the amounts that get signed.
 * @throws StartupError DATA_NOT_PRIVATE when a file belongs to another user
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return; // Windows has no such permissions.
  makePrivate(folder);
  for (const entry of readdirSync(folder, { recursive: true })) makePrivate(join(folder, String(entry)));
}

function makePrivate(path: string): void {
  const { mode, isSymbolicLink } = statOf(path);
  if (isSymbolicLink || (mode & OTHERS) === 0) return;
  try {
    chmodSync(path, mode & ~OTHERS);
  } catch (cause) {
    const message = `Other users can read ${path}, which holds the coordinator's data: give it to this user alone.`;
    throw new StartupError('DATA_NOT_PRIVATE', message, { cause });
  }
}

function statOf(path: string): { mode: number; isSymbolicLink: boolean } {
  const stat = lstatSync(path);
  return { mode: stat.mode, isSymbolicLink: stat.isSymbolicLink() };
}
