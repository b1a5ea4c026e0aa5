import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, type OpenDatabase, openMemoryDatabase } from '#coordinator/store/database.ts';
// Declares what is injected.
import type {} from '#coordinator/testing/databaseSnapshot.ts';

/** A database in memory, with its tables. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  return openMemoryDatabase(new Blob([await readFile(inject('databaseSnapshot'))]));
}

/** A database in memory for the tests of a file. Its `db` is there once they run. */
export function useMemoryDatabase(): { readonly db: Database } {
  let opened: OpenDatabase | undefined;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened?.close());
  return {
    get db() {
      if (opened === undefined) throw new Error('Not opened.');
      return opened.db;
    },
  };
}
