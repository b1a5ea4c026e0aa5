import { clear, createStore, del, set, values } from 'idb-keyval';
import type { ApiReceipt } from '#protocol/messages/api.ts';

/** What came back for a prompt, kept in this browser only. */
export type SavedResult = {
  /** The task's id. */
  id: string;
  prompt: string;
  /** Milliseconds since 1970. */
  savedAt: number;
  receipt: ApiReceipt;
} & ({ kind: 'image'; image: Blob } | { kind: 'text'; text: string });

const store = createStore('cuckoo-results', 'results');
/** Results kept; the oldest make room. */
export const MAX_RESULTS = 60;

/** All kept results, the newest first. */
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
