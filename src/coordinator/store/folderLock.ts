import { closeSync, constants, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { StartupError } from '#coordinator/startup/startupError.ts';

/** The locked byte lies behind the text, because Windows does not allow locked bytes to be read. */
const LOCKED_BYTE = 1_024;
/** For this user alone. */
const MODE = 0o600;

/**
 * Locks a folder for this process with a file in it. The operating system holds the lock, and releases it
 * when the process ends, however it ends. So it sees through containers, in which processes have equal
 * numbers, and through numbers that were given again. The file's text is only for people.
 * @param inUse the error to throw when a running process holds it; `holder` is its number for itself
 * @returns a function that releases it
 */
export function takeLock(folder: string, name: string, inUse: (holder: string) => Error): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  const fd = openSync(file, constants.O_RDWR | constants.O_CREAT, MODE);
  try {
    if (!tryLock(fd, LOCKED_BYTE, 1)) throw inUse(readFileSync(file, 'utf8').trim());
    ftruncateSync(fd);
    writeSync(fd, String(process.pid), 0);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  // The file stays: a process that has just opened it would lock one that no other can find.
  return () => closeSync(fd);
}

/**
 * Takes the data folder of a coordinator: two in-process databases on the same files would corrupt them.
 * @throws StartupError DATA_IN_USE
 */
export const lockFolder = (folder: string): (() => void) =>
  takeLock(
    folder,
    'coordinator.pid',
    (holder) =>
      new StartupError(
        'DATA_IN_USE',
        `Another coordinator, process ${holder} here or in another container, uses the data in ${folder}: stop it, or set DATA_DIR to another folder.`,
      ),
  );
