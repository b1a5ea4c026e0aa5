/**
 * Mutation test of the contracts: breaks one place of the sources at a time and runs the tests, which should then
 * fail. Works in a copy of the project, prints the survivors and exits with 1 below the bar.
 * Run: `tsx tools/contracts/mutate.ts [--count 300] [--seed 1]` (a mutant takes some 20 s).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const KILL_BAR = 0.95;
/** No test needs a minute; a mutant that makes one loop for ever is dead. */
const TIMEOUT_MS = 180_000;

interface Mutator {
  name: string;
  pattern: RegExp;
  change: (match: RegExpMatchArray) => string;
}

const to = (replacement: string) => () => replacement;
const swap = (from: string, other: string): Mutator => ({
  name: `${from} → ${other}`,
  pattern: new RegExp(`(?<= )${from.replace(/[*+|]/g, '\\$&')}(?= )`, 'g'),
  change: to(other),
});

const MUTATORS: Mutator[] = [
  swap('+', '-'),
  swap('-', '+'),
  swap('*', '/'),
  swap('/', '*'),
  swap('<', '<='),
  swap('<=', '<'),
  swap('>', '>='),
  swap('>=', '>'),
  swap('==', '!='),
  swap('!=', '=='),
  swap('&&', '||'),
  swap('||', '&&'),
  swap('+=', '-='),
  swap('-=', '+='),
  { name: 'check dropped', pattern: /^ *if \(.*\) revert .*;$/g, change: to('') },
  { name: 'guard dropped', pattern: / restricted(?= )/g, change: to('') },
  {
    name: 'step dropped',
    pattern: /^ *_(?:accrue|accrueEmission|reweigh|requireOpen|existing|owned)\(.*\);$/g,
    change: to(''),
  },
  { name: 'rounds down', pattern: /toSharesUp(?=\()/g, change: to('toSharesDown') },
  { name: 'rounds up', pattern: /toSharesDown(?=\()/g, change: to('toSharesUp') },
  { name: 'greatest for least', pattern: /Math\.min(?=\()/g, change: to('Math.max') },
  { name: 'true for false', pattern: /\bfalse\b/g, change: to('true') },
  { name: 'arguments swapped', pattern: /\((\w+), (\w+)\)(?=;)/g, change: ([, a, b]) => `(${b}, ${a})` },
];

interface Mutant {
  file: string;
  line: number;
  column: number;
  length: number;
  text: string;
  name: string;
}

function mutantsOf(file: string): Mutant[] {
  const mutants: Mutant[] = [];
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((source, line) => {
      if (/^\s*(\/\/|import|event|error)/.test(source)) return;
      for (const { name, pattern, change } of MUTATORS) {
        for (const match of source.matchAll(pattern)) {
          mutants.push({ file, line, column: match.index, length: match[0].length, text: change(match), name });
        }
      }
    });
  return mutants;
}

/** The source with the one place changed. */
function mutate(source: string, { line, column, length, text }: Mutant): string {
  const lines = source.split('\n');
  const old = lines[line] ?? '';
  lines[line] = old.slice(0, column) + text + old.slice(column + length);
  return lines.join('\n');
}

/** Mulberry32: the same seed gives the same mutants. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const { values } = parseArgs({
  options: { count: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const root = resolve(import.meta.dirname, '../..');
const forge = join(root, 'node_modules/.bin/forge');
const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
for (const name of ['contracts', 'tools', 'foundry.toml', 'package.json']) {
  cpSync(join(root, name), join(copy, name), { recursive: true });
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

const test = (timeout?: number) =>
  spawnSync(forge, ['test', '--fail-fast', '--no-match-contract', 'GasTest'], {
    cwd: copy,
    encoding: 'utf8',
    timeout,
    env: {
      ...process.env,
      FOUNDRY_FUZZ_RUNS: '64',
      FOUNDRY_INVARIANT_RUNS: '4',
      FOUNDRY_INVARIANT_DEPTH: '50',
    },
  });
if (test().status !== 0) throw new Error('The tests fail without a mutant.');

const next = random(Number(values.seed));
const sources = readdirSync(join(copy, 'contracts/src'), { recursive: true, encoding: 'utf8' });
const all = sources
  .filter((file) => file.endsWith('.sol'))
  .sort()
  .flatMap((file) => mutantsOf(join(copy, 'contracts/src', file)));
const chosen = all
  .map((mutant) => ({ mutant, order: next() }))
  .sort((a, b) => a.order - b.order)
  .slice(0, Number(values.count))
  .map(({ mutant }) => mutant);

let killed = 0;
let invalid = 0;
const survivors: string[] = [];
for (const [index, mutant] of chosen.entries()) {
  const source = readFileSync(mutant.file, 'utf8');
  writeFileSync(mutant.file, mutate(source, mutant));
  const { status, stdout, stderr } = test(TIMEOUT_MS);
  writeFileSync(mutant.file, source);
  const place = `${mutant.file.slice(copy.length + 1)}:${mutant.line + 1}:${mutant.column + 1} ${mutant.name}`;
  // What does not compile is no mutant.
  if (/Compiler run failed/.test(stdout + stderr)) invalid++;
  else if (status === 0) survivors.push(place);
  else killed++;
  console.log(`${index + 1}/${chosen.length} ${survivors.at(-1) === place ? 'SURVIVED' : 'done'} ${place}`);
}
rmSync(copy, { recursive: true });
const valid = killed + survivors.length;
const share = ((100 * killed) / valid).toFixed(1);
console.log(`\n${killed} of ${valid} mutants died (${share} %); ${invalid} did not compile; ${all.length} possible.`);
for (const survivor of survivors) console.log(`survived: ${survivor}`);
if (killed < KILL_BAR * valid) process.exitCode = 1;
