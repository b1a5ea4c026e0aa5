/**
 * Tries every known attack again and prints which of them fail, as they should:
 *   npm run hostile [-- --long]
 * The one that needs a coordinator with simulated tabs is tried with 100 of them, with `--long` with 1,000.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ATTACKS } from '#tools/hostile/attacks.ts';

/** What `npm run load` is asked: 64 requests at once go with each. The short form takes some 45 s. */
const LOADS = {
  short: { tabs: 100, tasks: 100, idle: 5 },
  long: { tabs: 1_000, tasks: 500, idle: 30 },
};

interface Report {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

const folder = mkdtempSync(join(tmpdir(), 'cuckoo-hostile-'));
const report = join(folder, 'report.json');
const files = [...new Set(ATTACKS.map(({ file }) => file))];
spawnSync(
  'npx',
  ['vitest', 'run', ...files, '--reporter=default', '--reporter=json', `--outputFile=${report}`],
  {
    stdio: 'inherit',
  },
);
const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
rmSync(folder, { recursive: true });

const { values } = parseArgs({ options: { long: { type: 'boolean', default: false } } });
const load = LOADS[values.long ? 'long' : 'short'];
const asked = Object.entries(load).flatMap(([name, value]) => [`--${name}`, String(value)]);
const { status } = spawnSync('npx', ['tsx', 'tools/load/load.ts', ...asked], { stdio: 'inherit' });

const rows = ATTACKS.map(({ attack, file, title }) => {
  const tests = testResults
    .filter(({ name }) => name.endsWith(file))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => fullName.startsWith(title));
  const held = tests.filter(({ status }) => status === 'passed').length;
  return {
    attack,
    tests: tests.length,
    held,
    verdict: held > 0 && held === tests.length ? 'held' : 'BROKEN',
  };
});
rows.push({
  attack: `64 requests at once, with ${load.tabs} tabs`,
  ...{ tests: 1, held: status === 0 ? 1 : 0, verdict: status === 0 ? 'held' : 'BROKEN' },
});
console.table(rows);
const broken = rows.filter(({ verdict }) => verdict !== 'held').length;
console.log(`${rows.length - broken} of ${rows.length} attacks held.`);
if (broken > 0) process.exitCode = 1;
