import type { Address } from 'viem';
import type { RosterNode } from '#chain/roster.ts';

const known = new WeakMap<readonly RosterNode[], ReadonlySet<Address>>();

/**
 * Operator keys of the nodes that have weight. The same list gives the same set, so that asking again costs
 * nothing.
 * @example activeOperators(roster.current().miners).has(operator);
 */
export function activeOperators(nodes: readonly RosterNode[]): ReadonlySet<Address> {
  const before = known.get(nodes);
  if (before !== undefined) return before;
  const active = new Set(nodes.filter(({ weight }) => weight > 0n).map(({ operator }) => operator));
  known.set(nodes, active);
  return active;
}
