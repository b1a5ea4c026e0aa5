import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const JOURNEYS = join(ROOT, 'e2e');

/** The modules that a file names in its imports, but for types alone. */
const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^import (?!type )[^;]*?'([^']+)';/gms)].map(([, name]) => name!);

/**
 * One journey builds the dApp in the process of all: React would be loaded there as its development version
 * already, and the build's own pages could not be rendered.
 */
it('no journey brings React into the process that runs them', () => {
  const journeys = readdirSync(JOURNEYS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(journeys.length).toBeGreaterThan(20);
  const seen = new Set<string>();
  const bringing: string[] = [];
  const walk = (file: string, from: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const name of importsOf(file)) {
      if (/^(react|@tanstack\/react|wouter)/.test(name)) bringing.push(`${from}: ${name}`);
      if (name.startsWith('#web/')) walk(join(ROOT, 'src/web', name.slice('#web/'.length)), from);
    }
  };
  for (const journey of journeys) walk(join(JOURNEYS, journey), journey);
  expect(bringing).toEqual([]);
});
