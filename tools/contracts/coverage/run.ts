/**
 * Runs the contracts' tests with coverage, prints the lines and branches reached for each file of
 * contracts/src, and fails with a list of those never reached. Takes minutes, because coverage compiles the
 * contracts in another way.
 * Run: `npm run contracts:coverage`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findFoundry } from '#devnet/build/foundry.ts';

const root = resolve(import.meta.dirname, '../..');
const SOURCES = 'contracts/src/';
/** Suites that measure gas or run long random sequences; they are not there for coverage. */
const LEFT_OUT = 'Gas|Invariants|Differential';

interface Coverage {
  lines: number;
  linesReached: number;
  branches: number;
  branchesReached: number;
  missed: string[];
}

/** Reads lcov's records: `DA:line,hits` and `BRDA:line,block,branch,hits`. */
function readCoverage(report: string): Map<string, Coverage> {
  const files = new Map<string, Coverage>();
  let current: Coverage | undefined;
  for (const record of report.split('\n')) {
    const colon = record.indexOf(':');
    const [kind, value] = [record.slice(0, colon), record.slice(colon + 1)];
    if (kind === 'SF') {
      current = { lines: 0, linesReached: 0, branches: 0, branchesReached: 0, missed: [] };
      if (value.startsWith(SOURCES)) files.set(value.slice(SOURCES.length), current);
    }
    if (current === undefined) continue;
    const fields = value.split(',');
    const isReached = !['0', '-'].includes(fields.at(-1)!);
    if (kind === 'DA') {
      current.lines++;
      if (isReached) current.linesReached++;
      else current.missed.push(`line ${fields[0]}`);
    }
    if (kind === 'BRDA') {
      current.branches++;
      if (isReached) current.branchesReached++;
      else current.missed.push(`a branch of line ${fields[0]}`);
    }
  }
  return files;
}

const folder = mkdtempSync(join(tmpdir(), 'cuckoo-coverage-'));
const file = join(folder, 'lcov.info');
const options = ['--ir-minimum', '--no-match-contract', LEFT_OUT, '--report', 'lcov', '--report-file', file];
const { status } = spawnSync(findFoundry('forge'), ['coverage', ...options], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(1);
const files = readCoverage(readFileSync(file, 'utf8'));
rmSync(folder, { recursive: true });

const part = (reached: number, all: number) =>
  `${all === 0 ? '100.00' : ((100 * reached) / all).toFixed(2)} % (${reached}/${all})`;
const rows = [...files].map(([name, { lines, linesReached, branches, branchesReached }]) => ({
  file: name,
  lines: part(linesReached, lines),
  branches: part(branchesReached, branches),
}));
console.table(rows);
const missed = [...files].flatMap(([name, coverage]) =>
  coverage.missed.map((place) => `${SOURCES}${name}: ${place}`),
);
if (files.size === 0 || missed.length > 0) {
  console.error(`Never reached:\n${missed.join('\n')}`);
  process.exit(1);
}
console.log('Every line and branch is reached.');
