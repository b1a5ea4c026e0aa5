import { expect, it } from 'vitest';
import { positionsOf, totalsOf } from '#web/portfolio/holdings.ts';
import { exampleNode, OWNER, VOTER } from '#web/staking/testing/exampleNode.ts';

const votes = [
  { node: exampleNode({ id: 1n, owner: VOTER }), amount: 5n },
  { node: exampleNode({ id: 2n, owner: VOTER }), amount: 9n },
  { node: exampleNode({ id: 3n }), amount: 2n },
  { node: exampleNode({ id: 4n, owner: VOTER }), amount: 9n },
];

it('tells the wallet’s own bond from its votes, however the address is written', () => {
  const positions = positionsOf(votes, OWNER.toLowerCase() as typeof OWNER);
  expect(positions.map(({ node, isBond }) => [node.id, isBond])).toEqual([
    [3n, true],
    [2n, false],
    [4n, false],
    [1n, false],
  ]);
});

it('adds up what a wallet has, each part once', () => {
  const rewards = new Map([
    [0n, 1n],
    [3n, 2n],
  ]);
  const holdings = { idle: 100n, positions: positionsOf(votes, OWNER), exits: [{ amount: 40n }], rewards };
  expect(totalsOf(holdings)).toEqual({
    ...{ idle: 100n, bonds: 2n, votes: 23n, leaving: 40n, rewards: 3n, total: 168n },
  });
});

it('is nothing for a wallet that has nothing', () => {
  const holdings = { idle: 0n, positions: [], exits: [], rewards: new Map<bigint, bigint>() };
  expect(totalsOf(holdings).total).toBe(0n);
});
