import type { UseStore } from 'idb-keyval';

/**
 * What the miner uses of `idb-keyval`, in memory, for tests in Node, which has no IndexedDB. Databases are
 * kept by name, as a browser keeps them over a reload; `update` reads and writes in one go.
 */
const databases = new Map<string, Map<IDBValidKey, unknown>>();
const opened = new Map<UseStore, Map<IDBValidKey, unknown>>();

/** Deletes every database, as clearing a site's data does. */
export function clearDatabases(): void {
  databases.clear();
}

export function createStore(database: string, store: string): UseStore {
  const name = `${database}/${store}`;
  const records = databases.get(name) ?? new Map<IDBValidKey, unknown>();
  databases.set(name, records);
  const handle: UseStore = () => Promise.reject(new Error('there is no IndexedDB here'));
  opened.set(handle, records);
  return handle;
}

/** All records of a store. */
export const recordsOf = (store: UseStore): Map<IDBValidKey, unknown> => opened.get(store)!;

export async function get(key: IDBValidKey, store: UseStore): Promise<unknown> {
  return structuredClone(recordsOf(store).get(key));
}

export async function set(key: IDBValidKey, value: unknown, store: UseStore): Promise<void> {
  recordsOf(store).set(key, structuredClone(value));
}

export async function update(
  key: IDBValidKey,
  change: (old: unknown) => unknown,
  store: UseStore,
): Promise<void> {
  const records = recordsOf(store);
  records.set(key, structuredClone(change(records.get(key))));
}

export async function del(key: IDBValidKey, store: UseStore): Promise<void> {
  recordsOf(store).delete(key);
}

export async function delMany(keys: readonly IDBValidKey[], store: UseStore): Promise<void> {
  for (const key of keys) recordsOf(store).delete(key);
}

export async function values(store: UseStore): Promise<unknown[]> {
  return [...recordsOf(store).values()].map((value) => structuredClone(value));
}

export async function keys(store: UseStore): Promise<IDBValidKey[]> {
  return [...recordsOf(store).keys()];
}

export async function entries(store: UseStore): Promise<[IDBValidKey, unknown][]> {
  return [...recordsOf(store)].map(([key, value]) => [key, structuredClone(value)]);
}

export async function clear(store: UseStore): Promise<void> {
  recordsOf(store).clear();
}
