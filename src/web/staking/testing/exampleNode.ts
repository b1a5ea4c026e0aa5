import { parseEther, zeroHash } from 'viem';
import type { RosterNode } from '#chain/roster.ts';

export const OWNER = '0x00000000000000000000000000000000000000A1';
export const VOTER = '0x00000000000000000000000000000000000000B2';

/** An active miner with a bond of 20,000 CAI and votes of 10,000. */
export const exampleNode = (more: Partial<RosterNode> = {}): RosterNode => ({
  id: 3n,
  owner: OWNER,
  operator: '0x00000000000000000000000000000000000000C3',
  role: 'miner',
  commissionBps: 1_000,
  active: true,
  retired: false,
  jailedUntil: 0,
  workingUntil: 0,
  weight: parseEther('30000'),
  assets: parseEther('30000'),
  selfBond: parseEther('20000'),
  infoHash: zeroHash,
  infoBlock: 0n,
  ...more,
});
