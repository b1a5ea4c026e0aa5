import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { layEmptyDatabase } from '#devnet/build/emptyDatabase.ts';

let folder: string;
let empty: string;
let dataDir: string;
const versionIn = (database: string) => readFile(join(database, 'PG_VERSION'), 'utf8');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-empty-'));
  [empty, dataDir] = [join(folder, 'empty'), join(folder, 'coordinator')];
  await mkdir(join(empty, 'base'), { recursive: true });
  await writeFile(join(empty, 'PG_VERSION'), 'built');
});
afterEach(() => rm(folder, { recursive: true }));

it('gives a new coordinator a copy, which leaves the built one as it is', async () => {
  await layEmptyDatabase(dataDir, empty);
  await writeFile(join(dataDir, 'database', 'PG_VERSION'), 'used');
  expect(await versionIn(empty)).toBe('built');
});

it('lets nobody else of this machine into the folder that it makes', async () => {
  await layEmptyDatabase(dataDir, empty);
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
});

it('leaves a database that is already there', async () => {
  await mkdir(join(dataDir, 'database'), { recursive: true });
  await writeFile(join(dataDir, 'database', 'PG_VERSION'), 'kept');
  await layEmptyDatabase(dataDir, empty);
  expect(await versionIn(join(dataDir, 'database'))).toBe('kept');
});

it('takes nothing of a copy that was cut off', async () => {
  await mkdir(join(dataDir, 'database.part'), { recursive: true });
  await writeFile(join(dataDir, 'database.part', 'half'), '');
  await layEmptyDatabase(dataDir, empty);
  expect(await versionIn(join(dataDir, 'database'))).toBe('built');
  await expect(readFile(join(dataDir, 'database', 'half'))).rejects.toThrow('ENOENT');
});

it('lays nothing where the build has made none', async () => {
  await layEmptyDatabase(dataDir, join(folder, 'none'));
  await expect(versionIn(join(dataDir, 'database'))).rejects.toThrow('ENOENT');
});
