import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { rankMiners } from '#web/stake/minerOutlook.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';

const cai = (whole: number) => parseEther(String(whole));
/** A tenth a year for stake that counts once. */
const emission = { rateWei: cai(1), endsAt: 2_000_000_000, rewardWeight: cai(315_360_000) };
const miner = (id: bigint, more = {}) => exampleNode({ id, commissionBps: 0, ...more });
const none = () => undefined;

const ranked = (
  miners: ReturnType<typeof miner>[],
  observedOf: Parameters<typeof rankMiners>[2]['observedOf'],
) => rankMiners(miners, cai(1), { emission, observedOf }).map(({ node }) => node.id);

it('puts a working miner first, and one whose owner keeps more last', () => {
  const miners = [miner(1n), miner(2n, { commissionBps: 5_000 }), miner(3n, { workingUntil: 9 })];
  expect(ranked(miners, none)).toEqual([3n, 1n, 2n]);
});

it('counts the fees of a miner, and takes its slashes off', () => {
  const observedOf = (id: bigint) =>
    ({ 1: { fees: 0n, lost: cai(3_000), days: 30 }, 2: { fees: cai(3_000), lost: 0n, days: 30 } })[
      Number(id)
    ];
  expect(ranked([miner(1n), miner(2n), miner(3n)], observedOf)).toEqual([2n, 3n, 1n]);
});

it('leaves out miners that take no votes', () => {
  expect(ranked([miner(1n, { active: false }), miner(2n)], none)).toEqual([2n]);
});

it('tells what a vote earns after it has diluted the others', () => {
  const [large] = rankMiners([miner(1n)], cai(315_360_000), { emission, observedOf: none });
  expect(large!.apr).toBeCloseTo(0.05, 6);
});
