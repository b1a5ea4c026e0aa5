import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '#coordinator/startup/startupError.ts';

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Locks a folder for this process with a file that holds its process id. A lock left by a killed process is
 * taken over.
 * @param inUse the error to throw when a running process holds it
 * @returns a function that releases it
 */
export function takeLock(
  folder: string,
  name: string,
  inUse: (holder: number, file: string) => Error,
): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const holder = Number(readFileSync(file, 'utf8'));
    // In a container a process often gets the same number again.
    if (holder > 0 && holder !== process.pid && isAlive(holder)) throw inUse(holder, file);
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
}

/**
 * Takes the data folder of a coordinator: two in-process databases on the same files would corrupt them.
 * @throws StartupError DATA_IN_USE
 */
export const lockFolder = (folder: string): (() => void) =>
  takeLock(
    folder,
    'coordinator.pid',
    (holder, file) =>
      new StartupError(
        'DATA_IN_USE',
        `Process ${holder} uses the data in ${folder}: stop it, or set DATA_DIR to another folder. ` +
          `If it is not a coordinator, delete ${file}.`,
      ),
  );
