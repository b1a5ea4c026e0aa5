import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { dumpDatabase } from '#coordinator/store/database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of a file that `openMemoryDatabase` opens. */
    databaseSnapshot: string;
  }
}

/** Makes the tests' database once: it takes seconds of CPU, and a copy of it a fifth of that. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'cuckoo-tests-'));
  const file = join(folder, 'database.tar');
  await writeFile(file, Buffer.from(await (await dumpDatabase()).arrayBuffer()));
  project.provide('databaseSnapshot', file);
  return () => rm(folder, { recursive: true });
}
