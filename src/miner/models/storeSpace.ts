import { formatBytes } from '#miner/models/byteSize.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';

/** What the browser allows this site on this device, in bytes. */
export interface StoreSpace {
  readonly used: number;
  readonly free: number;
}

/** @returns undefined where the browser does not say */
export async function readSpace(): Promise<StoreSpace | undefined> {
  const { quota, usage } = await navigator.storage.estimate();
  if (quota === undefined || usage === undefined) return undefined;
  return { used: usage, free: Math.max(0, quota - usage) };
}

/** @param missing bytes that are to be written @throws ModelStoreError NO_SPACE */
export async function requireSpace(name: string, missing: number): Promise<void> {
  const space = await readSpace();
  if (space === undefined || missing <= space.free) return;
  throw new ModelStoreError(
    'NO_SPACE',
    `${name} needs ${formatBytes(missing)} more on this device, and the browser has ${formatBytes(space.free)} ` +
      'left for this site: delete a model, or make room on the disk.',
  );
}

/** A write's failure in words, where it is for want of room. */
export function spaceError(error: unknown): unknown {
  if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') return error;
  const message =
    'The disk is full, or the browser gives this site no more room: delete a model, or make room.';
  return new ModelStoreError('NO_SPACE', message, { cause: error });
}
