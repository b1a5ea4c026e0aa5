import { concat, type Hex, keccak256 } from 'viem';

/** Leaves and inner nodes are hashed under different prefixes, so that neither can pass for the other. */
const LEAF = new Uint8Array([0]);
const INNER = '0x01';

/**
 * The hash of one part of a trace.
 * @example traceLeafOf(latentBytes);
 */
export const traceLeafOf = (part: Uint8Array): Hex => keccak256(concat([LEAF, part]));

/**
 * The Merkle root over the parts of a trace, given their hashes in order. A node without a neighbour moves up
 * as it is.
 * @throws RangeError without parts
 * @example traceRootOf(parts.map(traceLeafOf)) === claim.trace;
 */
export function traceRootOf(leaves: readonly Hex[]): Hex {
  if (leaves.length === 0) throw new RangeError('A trace has at least one part.');
  let level = leaves;
  while (level.length > 1) {
    const above: Hex[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at]!, level[at + 1]];
      above.push(right === undefined ? left : keccak256(concat([INNER, left, right])));
    }
    level = above;
  }
  return level[0]!;
}
