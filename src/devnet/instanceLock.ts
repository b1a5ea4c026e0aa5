import { takeLock } from '#coordinator/store/folderLock.ts';

/** A devnet that runs on the same folder already. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
  readonly code = 'ALREADY_RUNNING';

  constructor(pid: string) {
    super(
      `The devnet is running already (process ${pid}). Stop it first, or give this one another folder with --data.`,
    );
  }
}

/**
 * Takes the devnet's folder for this process.
 * @returns a function that releases it
 * @throws AlreadyRunningError
 */
export const lockDevnet = (folder: string): (() => void) =>
  takeLock(folder, 'pid', (holder) => new AlreadyRunningError(holder));
