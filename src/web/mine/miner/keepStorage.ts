/**
 * Asks the browser to keep the models and the miner's key when the disk fills up. It may refuse; then
 * everything works until it deletes them.
 */
export async function keepStorage(): Promise<void> {
  await navigator.storage.persist();
}
