import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { positionsOf } from '#web/portfolio/holdings.ts';
import { positionsCsv } from '#web/portfolio/positionsCsv.ts';
import { exampleNode, OWNER } from '#web/staking/testing/exampleNode.ts';

it('writes each place of a wallet’s stake with its exact amount', () => {
  const votes = [
    { node: exampleNode({ id: 3n }), amount: parseEther('20000') },
    { node: exampleNode({ id: 4n, owner: '0x01', retired: true }), amount: 1n },
  ];
  const csv = positionsCsv({
    idle: parseEther('1.5'),
    positions: positionsOf(votes, OWNER),
    exits: [
      { id: 1n, nodeId: 0n, target: 0n, amount: 5n, readyAt: 1_000 },
      { id: 2n, nodeId: 3n, target: 4n, amount: 6n, readyAt: 1_001 },
    ],
    rewards: new Map([
      [0n, 1n],
      [3n, 2n],
      [9n, 3n],
    ]),
    nowSeconds: 1_000.9,
    labelOf: (id) => `node “Ann, Bob” (${id})`,
  });
  const at = '1970-01-01T00:16:40Z';
  expect(csv.split('\r\n')).toEqual([
    'time,kind,node_id,node,state,amount_cai,rewards_cai,to_node_id,ready_at',
    `${at},idle,,,,1.5,0.000000000000000001,,`,
    `${at},bond,3,"node “Ann, Bob” (3)",Active,20000,0.000000000000000002,,`,
    `${at},votes,4,"node “Ann, Bob” (4)",Retired,0.000000000000000001,0,,`,
    `${at},rewards,9,"node “Ann, Bob” (9)",,0,0.000000000000000003,,`,
    `${at},leaving,,,Ready,0.000000000000000005,0,,${at}`,
    `${at},leaving,3,"node “Ann, Bob” (3)",Cooling down,0.000000000000000006,0,4,1970-01-01T00:16:41Z`,
    '',
  ]);
});
