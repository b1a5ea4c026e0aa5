import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Fate } from './fate.ts';
import type { Mutant } from './schema.ts';

/**
 * Which test, `path:name`, killed a mutant last time, by source and name of the mutant. It only says which
 * test runs first: a mutant that this test no longer kills meets all others.
 */
export type Killers = Record<string, Record<string, string>>;

const FILE = resolve(import.meta.dirname, 'semantic/killers.json');

export function readKillers(): Killers {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Killers;
}

export function writeKillers(killers: Killers): void {
  writeFileSync(FILE, `${JSON.stringify(killers, null, 2)}\n`);
}

/** The table after a run: with its killers, and of the mutants that there are. */
export function updatedKillers(
  old: Killers,
  mutants: readonly Mutant[],
  fates: ReadonlyMap<number, Fate>,
): Killers {
  const killers: Killers = {};
  for (const { id, file, name } of mutants) {
    const by = fates.get(id)?.by || old[file]?.[name];
    if (by) (killers[file] ??= {})[name] = by;
  }
  return killers;
}
