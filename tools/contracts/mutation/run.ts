/**
 * Mutation test of the contracts: one build holds every mutant behind a switch, and the tests run once for
 * each. The nearest fast tests run first, then all but the stateful ones, then those. Prints the survivors
 * and the share that died; exits with 1 below the bar. The mutants are made by rule, or with `--semantic`
 * those that are written by hand. Run: `npm run contracts:mutate -- [--semantic] [--count 300] [--seed 1]
 * [--file Pools] [--name 'guard dropped']`.
 */
import { appendFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MutatedProject, type Outcome } from './project.ts';
import { automaticSplice, type Mutant } from './schema.ts';
import { semanticSet } from './semantic/semanticSet.ts';
import { semanticSplice } from './semantic/semanticSplice.ts';

/** The least part that must die. */
const BARS = { automatic: 0.95, semantic: 0.98 };
/**
 * The time-out, in multiples of what the tests take without a mutant. A mutant that makes them loop forever
 * counts as dead.
 */
const PATIENCE = 12;
const LEAST_PATIENCE_MS = 120_000;

/** The tests that are nearest to a source, by its path. */
const NEAREST: [RegExp, string][] = [
  [/staking|Staking/, '{staking,attacks}/*'],
  [/payments|Payments/, '{payments,attacks}/*'],
  [/[Ss]lash/, '{slashing,attacks}/*'],
  [/Operators/, '{staking,attacks,disputes}/*'],
  [/Lottery|ChaCha20/, '{Lottery,ChaCha20}.t.sol'],
  [/Epochs|BlockHeader/, '{Epochs.t.sol,disputes/*}'],
  [/Faucet|CAI/, '{Faucet,CAI}.t.sol'],
  [/Juries|Jury|Docket|Voting|Ballot|Terms|Sortition/, '{juries,attacks}/*'],
  [/isputes/, '{disputes,juries,attacks}/*'],
];
/** Each takes seconds; the others of the nearest do not. */
const SLOW =
  'contracts/test/{juries/Books,juries/Sortition,juries/CaseLife,attacks/Stake,attacks/Sortition}.t.sol';
const UNITS = ['--no-match-path', 'contracts/test/{invariant,differential}/*'];
const STATEFUL = ['--match-path', 'contracts/test/{invariant,differential}/*'];

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

const [splice, bar] = values.semantic
  ? [semanticSplice(semanticSet), BARS.semantic]
  : [automaticSplice, BARS.automatic];
const project = new MutatedProject(resolve(import.meta.dirname, '../../..'), splice);
process.on('exit', () => project.remove());
process.on('SIGINT', () => process.exit(1));
await project.build();
const began = Date.now();
for (const tests of [UNITS, STATEFUL]) {
  const { died, by } = await project.test(0, tests);
  if (died) throw new Error(`${by} fails without a mutant.`);
}
const timeout = Math.max(LEAST_PATIENCE_MS, PATIENCE * (Date.now() - began));

const next = random(Number(values.seed));
const chosen = project.mutants
  .filter(({ file, name }) => file.includes(values.file) && name.includes(values.name))
  .map((mutant) => ({ mutant, order: next() }))
  .sort((a, b) => a.order - b.order)
  .slice(0, Number(values.count))
  .map(({ mutant }) => mutant);
console.log(`${chosen.length} of ${project.mutants.length} mutants.`);

const survivors: Mutant[] = [];
const waiting = chosen.entries();
await Promise.all(Array.from({ length: availableParallelism() }, work));
const killed = chosen.length - survivors.length;
console.log('');
for (const survivor of survivors) console.log(`survived: ${describe(survivor)}`);
console.log(
  `${killed} of ${chosen.length} mutants died (${((100 * killed) / chosen.length).toFixed(1)} %); the bar is ${100 * bar} %.`,
);
if (killed < bar * chosen.length) process.exitCode = 1;

async function work(): Promise<void> {
  for (const [index, mutant] of waiting) {
    const { died, by } = await fate(mutant);
    if (!died) survivors.push(mutant);
    const line = `${index + 1}/${chosen.length} ${died ? `died (${by || 'time-out'})` : 'SURVIVED'} ${describe(mutant)}`;
    console.log(line);
    if (values.log) appendFileSync(values.log, `${line}\n`);
  }
}

async function fate({ id, file }: Mutant): Promise<Outcome> {
  const nearest = NEAREST.find(([pattern]) => pattern.test(file))?.[1];
  const first = ['--match-path', `contracts/test/${nearest}`, '--no-match-path', SLOW];
  for (const tests of [...(nearest ? [first] : []), UNITS, STATEFUL]) {
    const outcome = await project.test(id, tests, timeout);
    if (outcome.died) return outcome;
  }
  return { died: false, by: '' };
}

function describe({ file, line, name, original }: Mutant): string {
  return `${file}:${line} ${name}: ${original.slice(0, 90)}`;
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
