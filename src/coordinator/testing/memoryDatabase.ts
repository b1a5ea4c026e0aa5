import { afterAll, beforeAll } from 'vitest';
import { type Database, type OpenDatabase, openMemoryDatabase } from '#coordinator/store/database.ts';
import { DATABASE_TIMEOUT_MS } from '#coordinator/testing/wholeCoordinator.ts';

/** A database in memory for the tests of a file. Its `db` is there once they run. */
export function useMemoryDatabase(): { readonly db: Database } {
  let opened: OpenDatabase | undefined;
  beforeAll(async () => {
    opened = await openMemoryDatabase();
  }, DATABASE_TIMEOUT_MS);
  afterAll(() => opened?.close());
  return {
    get db() {
      if (opened === undefined) throw new Error('Not opened.');
      return opened.db;
    },
  };
}
