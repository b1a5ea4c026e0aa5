/**
 * Mutation test of the contracts: one build holds every mutant behind a switch, and the tests run once for
 * each. Prints the survivors and the share that died; exits with 1 below the bar. The mutants are made by
 * rule, or with `--semantic` those that are written by hand; of these, `semantic/killers.json` keeps which
 * test to run first. With `--log`, fates are kept in that file, and a run that was stopped goes on. Run:
 * `npm run contracts:mutate -- [--semantic] [--count 300] [--seed 1] [--file Pools,Weights]
 * [--name 'guard dropped'] [--log FILE]`.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describe, type Fate, fateLine, fatesIn, logHead } from './fate.ts';
import { readKillers, updatedKillers, writeKillers } from './killers.ts';
import { MutatedProject, type Outcome } from './project.ts';
import { automaticSplice, type Mutant } from './schema.ts';
import { semanticSet } from './semantic/semanticSet.ts';
import { semanticSplice } from './semantic/semanticSplice.ts';
import { roundsFor, unitsAndStateful } from './testRounds.ts';

/** The least part that must die. */
const BARS = { automatic: 0.95, semantic: 0.98 };
/**
 * The time-out, in multiples of what the tests take without a mutant. A mutant that makes them loop forever
 * counts as dead.
 */
const PATIENCE = 12;
const LEAST_PATIENCE_MS = 120_000;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    log: { type: 'string' },
    semantic: { type: 'boolean', default: false },
  },
});
process.env.FOUNDRY_FUZZ_RUNS ??= '64';
// That an invariant breaks is enough; the fewest calls that break it take minutes to find.
process.env.FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT ??= '0';

const [splice, bar] = values.semantic
  ? [semanticSplice(semanticSet), BARS.semantic]
  : [automaticSplice, BARS.automatic];
const project = new MutatedProject(resolve(import.meta.dirname, '../../..'), splice);
process.on('exit', () => project.remove());
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
await project.build();
const fates = new Map(earlierFates().map((fate) => [fate.id, fate]));
const killers = values.semantic ? readKillers() : {};
const tests = project.tests();
const began = Date.now();
for (const round of unitsAndStateful(tests)) {
  const { died, by } = await project.test(0, round);
  if (died) throw new Error(`${by} fails without a mutant.`);
}
const timeout = Math.max(LEAST_PATIENCE_MS, PATIENCE * (Date.now() - began));

const next = random(Number(values.seed));
const files = values.file.split(',');
const chosen = project.mutants
  .filter(({ file, name }) => files.some((part) => file.includes(part)) && name.includes(values.name))
  .map((mutant) => ({ mutant, order: next() }))
  .sort((a, b) => a.order - b.order)
  .slice(0, Number(values.count))
  .map(({ mutant }) => mutant);
console.log(`${chosen.length} of ${project.mutants.length} mutants.`);

const left = chosen.filter(({ id }) => !fates.has(id));
if (left.length < chosen.length) console.log(`${chosen.length - left.length} of them are in ${values.log}.`);
const waiting = left.entries();
await Promise.all(Array.from({ length: availableParallelism() }, work));
if (values.semantic) writeKillers(updatedKillers(killers, project.mutants, fates));
const survivors = chosen.filter(({ id }) => !fates.get(id)!.died);
const killed = chosen.length - survivors.length;
console.log('');
for (const survivor of survivors) console.log(`survived: ${describe(survivor)}`);
console.log(
  `${killed} of ${chosen.length} mutants died (${((100 * killed) / chosen.length).toFixed(1)} %); the bar is ${100 * bar} %.`,
);
if (killed < bar * chosen.length) process.exitCode = 1;

function earlierFates(): Fate[] {
  const { log } = values;
  if (log === undefined) return [];
  const digest = project.digest();
  if (existsSync(log)) return fatesIn(readFileSync(log, 'utf8'), digest, log);
  writeFileSync(log, `${logHead(digest)}\n`);
  return [];
}

async function work(): Promise<void> {
  for (const [index, mutant] of waiting) {
    const fate = { id: mutant.id, ...(await outcomeOf(mutant)) };
    fates.set(mutant.id, fate);
    const line = fateLine(fate, mutant);
    console.log(`${index + 1}/${left.length} ${line}`);
    if (values.log) appendFileSync(values.log, `${line}\n`);
  }
}

async function outcomeOf({ id, file, name }: Mutant): Promise<Outcome> {
  for (const round of roundsFor(file, tests, killers[file]?.[name])) {
    const outcome = await project.test(id, round, timeout);
    if (outcome.died) return outcome;
  }
  return { died: false, by: '' };
}

/** Mulberry32: the same seed gives the same order. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
