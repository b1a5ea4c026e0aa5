/**
 * Measures the contracts' gas, each call as a transaction of its own, and prints it beside its target and beside
 * what others charge for the like.
 * Run: `tsx tools/contracts/gasTable.ts`; it rewrites contracts/snapshots. With FORGE_SNAPSHOT_CHECK=true it fails
 * instead where a figure has changed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** Most gas an action may cost. */
const TARGETS: Record<string, number> = {
  'claim from a node': 80_000,
  'stake, first': 110_000,
  'vote, first': 165_000,
  'vote, again': 100_000,
  'redeem, again': 70_000,
  'stake with permit and register a miner': 450_000,
  'slash, node stays active': 120_000,
};
/** Published figures, of bare calls. */
const ELSEWHERE: Record<string, [string, number]> = {
  'stake, first': ['Synthetix StakingRewards.stake, published', 101_698],
  'claim from a node': ['Synthetix StakingRewards.getReward, published', 86_445],
};
const DELEGATION: Record<string, string> = {
  'vote, first': 'ERC20Votes: delegate, first',
  'vote, again': 'ERC20Votes: add to a delegation',
};

const { status } = spawnSync(
  join(root, 'node_modules/.bin/forge'),
  ['test', '--isolate', '--match-contract', 'GasTest'],
  { cwd: root, stdio: 'inherit', env: { FORGE_SNAPSHOT_EMIT: 'true', ...process.env } },
);
if (status !== 0) process.exit(1);

const gas = JSON.parse(readFileSync(join(root, 'contracts/snapshots/GasTest.json'), 'utf8')) as Record<string, string>;
const of = (name: string) => Number(gas[name]);
const rows = Object.keys(gas).map((name) => {
  const measured = DELEGATION[name];
  const [other, cost] = ELSEWHERE[name] ?? (measured === undefined ? ['', Number.NaN] : [measured, of(measured)]);
  return { name, gas: of(name), target: TARGETS[name] ?? '', elsewhere: Number.isNaN(cost) ? '' : cost, other };
});
console.table(rows);
const further = Math.round((of('redeem many, 12') - of('redeem many, 2')) / 10);
console.log(`Each further voucher in redeemMany: ${further} (target 35000).`);
