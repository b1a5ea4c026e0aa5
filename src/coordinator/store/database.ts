import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { StartupError } from '#coordinator/startup/startupError.ts';
import { lockFolder } from '#coordinator/store/folderLock.ts';
import { makePrivateFolder } from '#coordinator/store/privateFolder.ts';
import { ServerLock } from '#coordinator/store/serverLock.ts';
import { yieldBetweenQueries } from '#coordinator/store/yieldingPglite.ts';

/** Postgres, in this process or on a server; the rest of the store is the same for both. */
export type Database = PgDatabase<PgQueryResultHKT>;

export interface OpenDatabase {
  db: Database;
  close(): Promise<void>;
}

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

/**
 * A database in memory, for tests: gone with the process.
 * @param snapshot what `dumpDatabase` gave: quicker by seconds than an empty database
 */
export async function openMemoryDatabase(snapshot?: Blob): Promise<OpenDatabase> {
  return openPglite(await PGlite.create(snapshot === undefined ? {} : { loadDataDir: snapshot }));
}

/** An empty database with its tables, as a file. */
export async function dumpDatabase(): Promise<Blob> {
  const client = await PGlite.create();
  const { close } = await openPglite(client);
  const snapshot = await client.dumpDataDir('none');
  await close();
  return snapshot;
}

/**
 * The database in process, in `folder`. Each commit reaches the operating system before it is answered
 * (`relaxedDurability` stays off), so a killed process loses nothing that it has acted on.
 * @throws StartupError DATA_IN_USE, DATA_NOT_PRIVATE
 */
export async function openFolderDatabase(folder: string): Promise<OpenDatabase> {
  makePrivateFolder(folder);
  const unlock = lockFolder(folder);
  try {
    const opened = await openPglite(
      await PGlite.create(join(folder, 'database'), { relaxedDurability: false }),
    );
    return {
      db: opened.db,
      close: async () => {
        await opened.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openPglite(client: PGlite): Promise<OpenDatabase> {
  const db = drizzlePglite(yieldBetweenQueries(client));
  await migratePglite(db, { migrationsFolder });
  return { db, close: () => client.close() };
}

/**
 * A Postgres server's database, for this coordinator alone.
 * @param onLost called when another coordinator has taken it while the server was away
 * @throws StartupError DATABASE_UNREACHABLE, DATA_IN_USE
 */
export async function openServerDatabase(
  url: string,
  { onError, onLost }: { onError(error: Error): void; onLost(): void },
): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // Without a listener a lost idle connection would end the process. The pool replaces it.
  pool.on('error', onError);
  const lock = new ServerLock(pool, { onError, onLost });
  const isTaken = await lock.take().catch(async (cause: unknown) => {
    await pool.end();
    throw new StartupError(
      'DATABASE_UNREACHABLE',
      'The database at DATABASE_URL does not answer: check the URL, and that its server runs.',
      { cause },
    );
  });
  if (!isTaken) {
    await pool.end();
    throw new StartupError(
      'DATA_IN_USE',
      'Another coordinator uses the database at DATABASE_URL: give each its own.',
    );
  }
  const db = drizzlePostgres(pool);
  await migratePostgres(db, { migrationsFolder });
  return {
    db,
    close: async () => {
      lock.release();
      await pool.end();
    },
  };
}
