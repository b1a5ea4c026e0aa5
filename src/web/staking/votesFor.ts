import type { RosterNode } from '#chain/roster.ts';

/** Wei of CAI that others than its owner have put behind a node. */
export const votesFor = ({ assets, selfBond }: Pick<RosterNode, 'assets' | 'selfBond'>): bigint =>
  assets - selfBond;
