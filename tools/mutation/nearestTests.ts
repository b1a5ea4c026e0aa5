import { dirname } from 'node:path';
import type { SourceFile } from '#tools/house/sourceTree.ts';
import { importsOf } from '#tools/house/sourceTree.ts';

/** Tests that take ten seconds or more. They meet only what no other test kills. */
export const SLOW: readonly string[] = [
  'src/coordinator/scheduler/fairness.test.ts',
  'src/coordinator/scheduler/floodingMiner.test.ts',
  'src/coordinator/scheduler/progressBudget.test.ts',
];

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
const areaOf = (path: string): string => path.split('/')[1]!;

/**
 * The unit tests that may kill a mutant of a file, in rounds: the file's own, those of its folder, those of
 * the folders in its area that import it, and the slow ones. Other areas' tests do not count: they are far
 * from the rule that they would guard, and take longer.
 */
export function nearestTests(file: string, sources: readonly SourceFile[]): string[][] {
  const tests = sources.map(({ path }) => path).filter(isTest);
  const importers = sources.filter((source) => importsOf(source).includes(file.replace(/^src\//, '')));
  const folders = new Set(importers.map(({ path }) => dirname(path)));
  const own = file.replace(/\.tsx?$/, '.test.');
  const isNear = [
    (test: string) => test.startsWith(own),
    (test: string) => dirname(test) === dirname(file),
    (test: string) => folders.has(dirname(test)) && areaOf(test) === areaOf(file),
  ];
  const rounds: string[][] = [...isNear.map(() => []), []];
  for (const test of tests) {
    const round = isNear.findIndex((isIn) => isIn(test));
    if (round >= 0) rounds[SLOW.includes(test) ? isNear.length : round]!.push(test);
  }
  return rounds.filter((round) => round.length > 0);
}
