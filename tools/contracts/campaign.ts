/**
 * The long campaign of the stateful invariants. It runs in parts, each with its own seed, so that finished
 * parts count whenever it is stopped. Prints a line per part and the sum; exits with 1 at the first invariant
 * that breaks.
 * Run: `npm run contracts:campaign -- [--calls 10000000] [--seed 1]`.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findFoundry } from '#devnet/build/foundry.ts';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '10000000' }, seed: { type: 'string', default: '1' } },
});
const goal = Number(values.calls);
const sums = new Map<string, number>();
const total = () => [...sums.values()].reduce((sum, calls) => sum + calls, 0);

for (let seed = Number(values.seed); total() < goal; seed++) {
  const began = Date.now();
  const { stdout, status } = spawnSync(
    findFoundry('forge'),
    ['test', '--match-path', 'contracts/test/invariant/*', '-j', '1', '--json'],
    {
      cwd: resolve(import.meta.dirname, '../..'),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: {
        ...process.env,
        FOUNDRY_PROFILE: 'long',
        FOUNDRY_FUZZ_SEED: `0x${seed.toString(16)}`,
        // Checks two pairs of user and pool after each action, other ones each time.
        WITNESSES: '2',
      },
    },
  );
  if (status !== 0) {
    console.error(stdout);
    throw new Error(`An invariant broke with seed ${seed}.`);
  }
  for (const [suite, calls] of callsOf(JSON.parse(stdout))) sums.set(suite, (sums.get(suite) ?? 0) + calls);
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(
    `${new Date().toISOString()} seed ${seed}, ${seconds} s; so far ${JSON.stringify(Object.fromEntries(sums))}`,
  );
}
console.log(`${total()} calls, no revert, no invariant broken.`);

/** How many calls forge made in each suite, from its report. */
function callsOf(
  report: Record<
    string,
    { test_results: Record<string, { kind: { Invariant?: { calls: number; reverts: number } } }> }
  >,
) {
  return Object.entries(report).map(([suite, { test_results }]): [string, number] => {
    const calls = Object.values(test_results).reduce(
      (sum, { kind }) => sum + (kind.Invariant?.calls ?? 0),
      0,
    );
    return [suite.split(':').at(-1) ?? suite, calls];
  });
}
