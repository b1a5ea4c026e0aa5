import { createStore, del, delMany, entries, get, set } from 'idb-keyval';
import { type SavedResult, type SpotFinding, savedResultSchema } from '#web/create/saved/savedResult.ts';

const store = createStore('cuckoo-results', 'results');
/** Results kept. Saving one more deletes the oldest. */
export const MAX_RESULTS = 60;

export interface SavedResults {
  /** Newest first. */
  results: SavedResult[];
  /** Keys of what cannot be read: edited, cut off, or written by another version of this page. */
  broken: IDBValidKey[];
}

/** All saved results. */
export async function listResults(): Promise<SavedResults> {
  const results: SavedResult[] = [];
  const broken: IDBValidKey[] = [];
  for (const [key, record] of await entries(store)) {
    const read = savedResultSchema.safeParse(record);
    // What is stored under another key than its own could never be removed by it.
    if (read.success && read.data.id === key) results.push(read.data);
    else broken.push(key);
  }
  return { results: results.sort((a, b) => b.savedAt - a.savedAt), broken };
}

export async function saveResult(result: SavedResult): Promise<void> {
  await set(result.id, result, store);
  const { results } = await listResults();
  for (const { id } of results.slice(MAX_RESULTS)) await del(id, store);
}

/**
 * Keeps a result's new state, unless it was removed meanwhile. What this device found out about the same
 * result stays.
 */
export async function updateResult(result: SavedResult): Promise<void> {
  const kept = savedResultSchema.safeParse(await get(result.id, store)).data;
  if (kept === undefined) return;
  const isSame = kept.receipt.task_id === result.receipt.task_id;
  await set(result.id, isSame && kept.spot ? { ...result, spot: kept.spot } : result, store);
}

/** Keeps what this device's check of a result came to, if it is due still. */
export async function noteSpot(id: string, spot: SpotFinding): Promise<void> {
  const kept = savedResultSchema.safeParse(await get(id, store)).data;
  if (kept?.spot === 'due') await set(id, { ...kept, spot }, store);
}

export const removeResults = (ids: readonly string[]): Promise<void> => delMany([...ids], store);

/** Takes a removal back. Results made meanwhile are kept before older ones. */
export async function restoreResults(results: readonly SavedResult[]): Promise<void> {
  for (const result of results) await saveResult(result);
}

export const removeBroken = async (): Promise<void> => delMany((await listResults()).broken, store);
