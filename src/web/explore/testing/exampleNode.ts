import { parseEther } from 'viem';
import type { RosterNode } from '#chain/roster.ts';
import type { NodeRecord, Results } from '#web/nodeRecords/mergeRecords.ts';
import { exampleNode as exampleMiner } from '#web/staking/testing/exampleNode.ts';

const addressOf = (id: number) => `0x${id.toString(16).padStart(40, '0')}` as const;

/** An active miner with the least bond and no votes. */
export function exampleNode(id: number, more: Partial<RosterNode> = {}): RosterNode {
  const bond = parseEther('20000');
  return exampleMiner({
    ...{ id: BigInt(id), owner: addressOf(0xa000 + id), operator: addressOf(0xb000 + id) },
    ...{ commissionBps: 500, weight: bond, assets: bond, selfBond: bond, infoBlock: 1n },
    ...more,
  });
}

export const exampleResults = (passed: number, disputed = 0, withheld = 0): Results => ({
  delivered: passed + disputed + withheld,
  audited: passed + disputed + withheld,
  ...{ passed, disputed, withheld },
});

export const exampleRecord = (results: Results | undefined): NodeRecord => ({
  ...{ results, isOnline: true, seenAt: 1_000, calls: { sent: 0, answered: 0 }, said: [] },
});
