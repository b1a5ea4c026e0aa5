/**
 * Tries every known attack again and prints which of them fail, as they should:
 *   npm run hostile
 * The one with a thousand tabs has a command of its own: npm run load.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTACKS } from '#tools/hostile/attacks.ts';

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
console.table(rows);
const broken = rows.filter(({ verdict }) => verdict !== 'held').length;
console.log(`${rows.length - broken} of ${rows.length} attacks held.`);
if (broken > 0) process.exitCode = 1;
