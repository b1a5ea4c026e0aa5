/**
 * Asks the browser not to throw the models and the miner's key away when the disk fills up. It may say no, by
 * rules of its own; then all works as before, until it does.
 */
export async function keepStorage(): Promise<void> {
  await navigator.storage.persist();
}
