/**
 * Mutation test of `src`: each mutant of the set is written into a copy, and the unit tests near it run until
 * one fails. Prints a table by area, the survivors and the share that died; exits with 1 below KILL_BAR.
 * Run: `npm run mutate -- [--only protocol] [--part 1/3]`, with an area or a part of a mutant's name. Each
 * part holds mutants of all areas.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Mutant } from '#tools/mutation/mutant.ts';
import {
  allMutants,
  areaOf,
  chosenMutants,
  MutationError,
  mutated,
  partOf,
} from '#tools/mutation/mutantSet.ts';
import { MutatedCopy } from '#tools/mutation/mutatedCopy.ts';
import { nearestTests } from '#tools/mutation/nearestTests.ts';

const KILL_BAR = 0.92;
/** All tests without a mutant take some minutes. */
const BASELINE_MS = 30 * 60_000;

const { values } = parseArgs({ options: { only: { type: 'string' }, part: { type: 'string' } } });
const chosen = partOf(chosenMutants(allMutants, values.only), values.part);
const run = chosen.filter(({ equivalent }) => equivalent === undefined);

const root = resolve(import.meta.dirname, '../..');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path: `src/${path}`, text: readFileSync(join(root, 'src', path), 'utf8') }));
const roundsOf = ({ file }: Mutant) => nearestTests(file, sources);

// A mutant that no longer fits is told now, and not after minutes.
for (const mutant of run) mutated(mutant, readFileSync(join(root, mutant.file), 'utf8'));

const copy = new MutatedCopy(root);
process.on('exit', () => copy.remove());
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

const tests = new Set(run.flatMap((mutant) => roundsOf(mutant).flat()));
const baseline = await copy.test([...tests], BASELINE_MS);
if (baseline.died)
  throw new MutationError('TESTS_FAIL', `${baseline.by} fails without a mutant: mend that first.`);

const survivors: Mutant[] = [];
for (const [index, mutant] of run.entries()) {
  const { died, by } = await copy.fateOf(mutant, roundsOf(mutant));
  if (!died) survivors.push(mutant);
  console.log(`${index + 1}/${run.length} ${died ? `died (${by})` : 'SURVIVED'}: ${mutant.name}`);
}

const share = (died: number, all: number) => `${died} of ${all} (${((100 * died) / all).toFixed(1)} %)`;
const diedOf = (mutants: readonly Mutant[]) => mutants.filter((mutant) => !survivors.includes(mutant)).length;
console.log('');
for (const area of new Set(run.map(areaOf))) {
  const mutants = run.filter((mutant) => areaOf(mutant) === area);
  console.log(`${area.padEnd(12)} ${share(diedOf(mutants), mutants.length)}`);
}
for (const { name, file, breaks } of survivors) console.log(`survived: ${name} (${file}): ${breaks}`);
for (const { name, equivalent } of chosen)
  if (equivalent !== undefined) console.log(`equivalent: ${name}: ${equivalent}`);
console.log(`\n${share(diedOf(run), run.length)} mutants died; the bar is ${100 * KILL_BAR} %.`);
if (diedOf(run) < KILL_BAR * run.length) process.exitCode = 1;
