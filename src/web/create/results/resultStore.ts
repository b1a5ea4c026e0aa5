import { clear, createStore, del, set, values } from 'idb-keyval';
import type { SavedResult } from '#web/create/order/savedResult.ts';

const store = createStore('cuckoo-results', 'results');
/** Results kept. Saving one more deletes the oldest. */
export const MAX_RESULTS = 60;

/** All saved results, newest first. */
export async function listResults(): Promise<SavedResult[]> {
  const results = await values<SavedResult>(store);
  return results.sort((a, b) => b.savedAt - a.savedAt);
}

export async function saveResult(result: SavedResult): Promise<void> {
  await set(result.id, result, store);
  for (const { id } of (await listResults()).slice(MAX_RESULTS)) await del(id, store);
}

export const removeResult = (id: string): Promise<void> => del(id, store);

export const clearResults = (): Promise<void> => clear(store);
