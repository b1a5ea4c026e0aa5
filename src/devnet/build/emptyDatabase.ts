import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '#devnet/build/buildStep.ts';

/** A coordinator's database with its tables and no rows, from the project's root. The build makes it. */
export const EMPTY_DATABASE = '.cuckoo/build/database';

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Gives a new coordinator a copy of the empty database: making one takes some seconds of a core. Does nothing
 * where a database is already, or where the build has made none: then the coordinator makes its own.
 * @param dataDir the coordinator's DATA_DIR
 * @example await layEmptyDatabase(join(folder, 'coordinator'));
 */
export async function layEmptyDatabase(
  dataDir: string,
  empty: string = join(PROJECT_ROOT, EMPTY_DATABASE),
): Promise<void> {
  const database = join(dataDir, 'database');
  if ((await isThere(database)) || !(await isThere(empty))) return;
  // A copy that was cut off is no database: it has its name only once it is whole.
  const part = `${database}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(dirname(database), { recursive: true, mode: 0o700 });
  await cp(empty, part, { recursive: true });
  await rename(part, database);
}
