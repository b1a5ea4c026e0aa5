/** A page that is not served securely has none. */
type Storage = { storage?: Pick<StorageManager, 'persist' | 'persisted'> };

/**
 * Asks the browser to keep the models and the miner's key when the disk fills up. It may refuse; then
 * everything works until it deletes them. Nobody waits for the answer: where the browser asks its user, and
 * the user sends the question away, there never is one.
 */
export function keepStorage(): void {
  (navigator as Storage).storage?.persist().catch(() => undefined);
}

/**
 * Whether the browser keeps what is stored until its user deletes it. A page that may store nothing has
 * nothing to lose.
 */
export const isStorageKept = async (): Promise<boolean> =>
  (await (navigator as Storage).storage?.persisted()) ?? true;
