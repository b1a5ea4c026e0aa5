/**
 * Runs the contracts' tests with coverage, prints the lines and branches reached for each file of
 * contracts/src, and fails with a list of those never reached. The branches are each `if`, with the ways into
 * it and past it, and each `try`. The sides of `?:`, `&&` and `||` are none: `contracts:mutate` tests those.
 * Run: `npm run contracts:coverage`. Takes 70 seconds of processor time, most of it to compile.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findFoundry } from '#devnet/build/foundry.ts';
import { readCoverage } from './lcov.ts';

const root = resolve(import.meta.dirname, '../../..');
const SOURCES = 'contracts/src/';
/** Suites that measure gas or play long random sequences: they only go where other tests have been. */
const LEFT_OUT = [
  'contracts/test/invariant/**',
  'contracts/test/differential/**',
  'contracts/test/**/*Gas*.t.sol',
];
/** Runs of each fuzz test. More of them only take the same ways again. */
const FUZZ_RUNS = 8;
/** Ways that are taken where forge cannot see it. */
const EXCEPTIONS = [
  {
    file: 'Payments.sol',
    name: 'past the if',
    code: 'if (!_signedByKey(vouchers[i], signatures[i]) && !_signedByWallet(vouchers[i], signatures[i])) {',
    why: 'The compiler joins `continue` with the jump of the `if`, so forge takes each voucher for skipped.',
  },
];

type Part = [reached: number, all: number];

function runTests(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cuckoo-coverage-'));
  const report = join(folder, 'lcov.info');
  const options = ['--skip', ...LEFT_OUT, '--report', 'lcov', '--report-file', report];
  // forge compiles without the optimiser, so the code is longer than a chain allows: the quick profile lets
  // that pass. With `--ir-minimum` the compiler would fail to fit some functions on the stack.
  const env = { ...process.env, FOUNDRY_PROFILE: 'quick', FOUNDRY_FUZZ_RUNS: String(FUZZ_RUNS) };
  const { status } = spawnSync(findFoundry('forge'), ['coverage', ...options], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  const text = status === 0 ? readFileSync(report, 'utf8') : '';
  rmSync(folder, { recursive: true });
  if (status !== 0) process.exit(1);
  return text;
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const missed: string[] = [];
const needed = new Set<(typeof EXCEPTIONS)[0]>();
const counts = readCoverage(runTests(), read)
  .filter(({ path }) => path.startsWith(SOURCES))
  .map(({ path, lines, ways }) => {
    const file = path.slice(SOURCES.length);
    const text = read(path).split('\n');
    const missedLines = [...lines].filter(([, hits]) => hits === 0).map(([line]) => `${path}:${line}`);
    const missedWays = ways.filter(({ line, name, hits }) => {
      if (hits > 0) return false;
      const code = text[line - 1]!.trim();
      const exception = EXCEPTIONS.find((one) => one.file === file && one.name === name && one.code === code);
      if (exception !== undefined) needed.add(exception);
      return exception === undefined;
    });
    missed.push(...missedLines, ...missedWays.map(({ line, name }) => `${path}:${line}, ${name}`));
    const linesOf: Part = [lines.size - missedLines.length, lines.size];
    return { file, lines: linesOf, branches: [ways.length - missedWays.length, ways.length] as Part };
  });
const all = {
  file: 'all',
  lines: counts.map(({ lines }) => lines).reduce(plus, [0, 0]),
  branches: counts.map(({ branches }) => branches).reduce(plus, [0, 0]),
};
console.table(
  [...counts, all].map(({ file, lines, branches }) => ({
    file,
    lines: show(lines),
    branches: show(branches),
  })),
);
console.log('Counted as reached, though forge does not see it:');
for (const { file, name, code, why } of EXCEPTIONS) console.log(`${file}, ${name}: ${code}\n  ${why}`);
const needless = EXCEPTIONS.filter((exception) => !needed.has(exception));
for (const { file, name, code } of needless) {
  console.error(`forge sees it now, so it is no exception: ${file}, ${name}: ${code}`);
}
if (counts.length === 0 || missed.length > 0) console.error(`Never reached:\n${missed.join('\n')}`);
if (counts.length === 0 || missed.length + needless.length > 0) process.exit(1);
console.log('Every line and branch is reached.');

function plus(a: Part, b: Part): Part {
  return [a[0] + b[0], a[1] + b[1]];
}

function show([reached, count]: Part): string {
  return `${count === 0 ? '100.00' : ((100 * reached) / count).toFixed(2)} % (${reached}/${count})`;
}
