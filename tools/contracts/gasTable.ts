/**
 * Measures the contracts' gas, each call as a transaction of its own, and prints it beside its target and the
 * cost of similar calls elsewhere. Run: `npm run contracts:gas`; it rewrites contracts/snapshots. With
 * FORGE_SNAPSHOT_CHECK=true it fails instead if a figure has changed. It also fails if a figure is above its
 * target.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** The most gas that an action may cost. */
const TARGETS: Record<string, number> = {
  'claim from a node': 80_000,
  'stake, first': 110_000,
  'vote, first': 165_000,
  'vote, again': 110_000,
  'redeem, first of a channel': 70_000,
  'redeem, again': 70_000,
  'stake with permit and register a miner': 450_000,
  // Only a court can slash; its transaction adds its own 21,000 and the court's checks.
  "slash, as a court's call": 125_000,
};
/** Explains figures without a target that may look too high. */
const WHY: Record<string, string> = {
  'redeem, first, to an empty wallet': '17,100 more: the wallet’s first balance is a new slot',
  'slash, node stays active': 'the call plus a transaction of its own',
  'vote, first': 'three new slots: the shares, since when, a weight',
  unvote: 'five new slots: the exit, its place in the list, the list’s length, the unbonding pool, a weight',
};
/** Base gas of every transaction. */
const TRANSACTION = 21_000;
/**
 * Parts of an action's gas: 2,100 for a slot's first read, 20,000 more to create it, 2,900 more to change it.
 */
const PARTS = ['slots read first', 'slots made', 'slots changed', 'events'];
const WORTH = `The rest is calldata, the signature's recovery, calls and arithmetic.
A redemption changes one slot of the channel, which its first deposit has created, so the first costs the same
as each later one, however many tasks it covers. A wallet's first balance is paid once per wallet. A slash
creates the slot of the node's past weight and its role's, with which juries and earlier lotteries are checked. It changes the
same slots whether one voter is slashed or ten thousand.`;
const FURTHER_VOUCHER = 25_000;
/** Published figures of bare calls; ours are whole transactions, which include 21,000 for that. */
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
  ['test', '--isolate', '--match-path', 'contracts/test/{Gas,GasSplit,juries/CaseGas}.t.sol'],
  { cwd: root, stdio: 'inherit', env: { FORGE_SNAPSHOT_EMIT: 'true', ...process.env } },
);
if (status !== 0) process.exit(1);

const gas = JSON.parse(readFileSync(join(root, 'contracts/snapshots/GasTest.json'), 'utf8')) as Record<
  string,
  string
>;
const split = JSON.parse(readFileSync(join(root, 'contracts/snapshots/GasSplit.json'), 'utf8')) as Record<
  string,
  string
>;
const of = (name: string) => Number(gas[name]);
const rows = Object.keys(gas).map((name) => {
  const measured = DELEGATION[name];
  const [other, cost] =
    ELSEWHERE[name] ?? (measured === undefined ? ['', Number.NaN] : [measured, of(measured)]);
  const note = WHY[name] ?? other;
  return {
    name,
    gas: of(name),
    target: TARGETS[name] ?? '',
    elsewhere: Number.isNaN(cost) ? '' : cost,
    note,
  };
});
console.table(rows);
console.log('Where the gas goes, for actions that are near or above their target or have none:');
console.table(
  [...new Set(Object.keys(split).map((key) => key.split(' | ')[0]!))].map((name) => {
    const parts = PARTS.map((part) => [part, Number(split[`${name} | ${part}`])] as const);
    const transaction = name.endsWith('call') ? 0 : TRANSACTION;
    const rest = of(name) - transaction - parts.reduce((sum, [, part]) => sum + part, 0);
    return { name, gas: of(name), transaction, ...Object.fromEntries(parts), rest };
  }),
);
console.log(WORTH);
const further = Math.round((of('redeem many, 12') - of('redeem many, 2')) / 10);
console.log(`Each further voucher in redeemMany: ${further} (target ${FURTHER_VOUCHER}).`);
const missed = Object.keys(TARGETS).filter((name) => !(of(name) <= TARGETS[name]!));
if (further > FURTHER_VOUCHER) missed.push('redeem many');
if (missed.length > 0) {
  console.error(`Above target: ${missed.join('; ')}.`);
  process.exit(1);
}
