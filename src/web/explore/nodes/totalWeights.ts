import type { Role, RosterNode } from '#chain/roster.ts';

/** Wei of CAI of all active nodes of each role. */
export function totalWeights(nodes: readonly Pick<RosterNode, 'role' | 'weight'>[]): Record<Role, bigint> {
  const totals = { miner: 0n, coordinator: 0n };
  for (const { role, weight } of nodes) totals[role] += weight;
  return totals;
}
