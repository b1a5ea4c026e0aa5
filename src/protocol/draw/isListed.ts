import type { Address } from 'viem';
import type { Candidate } from '#protocol/draw/lottery.ts';

/**
 * Whether a key has stake among these nodes. Tabs refuse what a coordinator draws that has none.
 * @example if (!isListed(roster.coordinators, assignment.coordinator)) throw new RefusalError('WRONG_DRAW');
 */
export const isListed = (nodes: readonly Candidate[], operator: Address): boolean =>
  nodes.some((node) => node.operator.toLowerCase() === operator.toLowerCase() && node.weight > 0n);
