import type { Address, Hex } from 'viem';
import { type Candidate, lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { type Assignment, isAssignmentSigned } from '#protocol/signed/assignment.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * Blocks that the beacon may lie behind the head: a coordinator that could go further back could choose among
 * beacons, and the EVM's BLOCKHASH, by which a wrong draw is proved, reaches no further.
 */
export const MAX_BEACON_AGE_BLOCKS = 256;

/** What a miner reads from the chain at the assignment's block. */
export interface ChainView {
  /** The newest block's number. */
  head: number;
  /** Hash of the assignment's block. */
  beacon: Hex;
  miners: readonly Candidate[];
  coordinators: readonly Candidate[];
}

const same = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();

/**
 * What a miner checks before it takes a task.
 * @throws RefusalError LEASE_OVER when the assignment has expired; BAD_SIGNATURE when its coordinator did not
 * sign it; WRONG_DRAW when the beacon is old or wrong, the coordinator is not active, or the draw gives
 * another order
 *
 * @example
 * await checkAssignment(network, assignment, { ...rosterOfThatBlock, head }, nowSeconds());
 */
export async function checkAssignment(
  network: NetworkIdentity,
  assignment: Assignment,
  view: ChainView,
  nowSeconds: number,
): Promise<void> {
  if (assignment.expiry <= nowSeconds) throw new RefusalError('LEASE_OVER');
  if (view.head - assignment.rosterBlock > MAX_BEACON_AGE_BLOCKS) {
    throw new RefusalError('WRONG_DRAW', 'the beacon is old');
  }
  if (assignment.beacon !== view.beacon)
    throw new RefusalError('WRONG_DRAW', 'beacon is not the block’s hash');
  const coordinator = view.coordinators.find((node) => same(node.operator, assignment.coordinator));
  if (coordinator === undefined || coordinator.weight === 0n) {
    throw new RefusalError('WRONG_DRAW', 'coordinator is not active on-chain');
  }
  if (!(await isAssignmentSigned(network, assignment))) throw new RefusalError('BAD_SIGNATURE');
  const ranking = lotteryRanking(lotterySeed(assignment.beacon, assignment.taskId), view.miners);
  const called = [...assignment.passed, assignment.miner];
  const isNext = (operator: Address) => {
    const next = ranking.next();
    return !next.done && same(next.value.operator, operator);
  };
  if (!called.every(isNext)) {
    throw new RefusalError('WRONG_DRAW', 'the lottery draws others first');
  }
}
