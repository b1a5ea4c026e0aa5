import type { RosterNode } from '#chain/roster.ts';

/** The part of the minimum that may be missing before an active node stops, in basis points. */
const SLACK_BPS = 500n;
const BASIS_POINTS = 10_000n;

/** `keeps`: the node goes on. `stops`, `starts`. `waits`: it has stopped, and does so still. */
export type BondEffect = 'keeps' | 'stops' | 'starts' | 'waits';

/**
 * The least bond with which a node has weight: the minimum; while it is active, a twentieth of that may be
 * missing, so that a small fine does not stop it.
 */
export const leastBond = (minimum: bigint, active: boolean): bigint =>
  active ? minimum - (minimum * SLACK_BPS) / BASIS_POINTS : minimum;

/** What a bond of `bond` wei makes of a node, as the contract decides it. */
export function bondEffectOf(
  node: Pick<RosterNode, 'active' | 'retired' | 'jailedUntil'>,
  minimum: bigint,
  bond: bigint,
): BondEffect {
  const may = !node.retired && node.jailedUntil === 0 && bond >= leastBond(minimum, node.active);
  if (node.active) return may ? 'keeps' : 'stops';
  return may ? 'starts' : 'waits';
}
