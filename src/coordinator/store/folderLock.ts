import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '#coordinator/startup/startupError.ts';

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Takes a folder for this process: two databases in process on the same files would destroy them. A lock that a
 * killed process left is taken over.
 * @returns the way to give it back
 * @throws StartupError DATA_IN_USE
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'coordinator.pid');
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const holder = Number(readFileSync(file, 'utf8'));
    // In a container a process often gets the same number again.
    if (holder > 0 && holder !== process.pid && isAlive(holder)) {
      throw new StartupError(
        'DATA_IN_USE',
        `Process ${holder} uses the data in ${folder}: stop it, or set DATA_DIR to another folder.`,
      );
    }
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
}
