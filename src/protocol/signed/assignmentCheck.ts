import type { Hex } from 'viem';
import { isCallOrder } from '#protocol/draw/callOrder.ts';
import { type EpochRules, epochOf } from '#protocol/draw/epoch.ts';
import { isListed } from '#protocol/draw/isListed.ts';
import { type Candidate, lotterySeed } from '#protocol/draw/lottery.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { type Assignment, isAssignmentSigned } from '#protocol/signed/assignment.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** What a miner reads from the chain at the assignment's block. */
export interface ChainView {
  /** The newest block's number. */
  head: number;
  /** Hash of the assignment's block. */
  beacon: Hex;
  /** When that block was mined, Unix seconds. */
  minedAt: number;
  epochs: EpochRules;
  miners: readonly Candidate[];
  coordinators: readonly Candidate[];
}

/**
 * What a miner checks before it takes a task.
 * @throws RefusalError LEASE_OVER when the assignment has expired; BAD_SIGNATURE when its coordinator did not
 * sign it; WRONG_DRAW when its block is no epoch's or an old one, the beacon is wrong, the coordinator is not
 * active, or the draw gives another order
 *
 * @example
 * await checkAssignment(network, assignment, { ...rosterOfThatBlock, head, epochs }, nowSeconds());
 */
export async function checkAssignment(
  network: NetworkIdentity,
  assignment: Assignment,
  view: ChainView,
  nowSeconds: number,
): Promise<void> {
  if (assignment.expiry <= nowSeconds) throw new RefusalError('LEASE_OVER');
  checkEpoch(assignment, view);
  if (assignment.beacon !== view.beacon)
    throw new RefusalError('WRONG_DRAW', 'beacon is not the block’s hash');
  if (!isListed(view.coordinators, assignment.coordinator)) {
    throw new RefusalError('WRONG_DRAW', 'coordinator is not active on-chain');
  }
  if (!(await isAssignmentSigned(network, assignment))) throw new RefusalError('BAD_SIGNATURE');
  const seed = lotterySeed(assignment.beacon, assignment.taskId);
  if (!isCallOrder(seed, view.miners, [...assignment.passed, assignment.miner])) {
    throw new RefusalError('WRONG_DRAW', 'the lottery draws others first');
  }
}

/**
 * A task is drawn with the epoch in which its first attempt begins, and later attempts keep that. The miner's
 * view may be an epoch ahead.
 */
function checkEpoch(
  { attempt, rosterBlock, expiry }: Assignment,
  { head, minedAt, epochs }: ChainView,
): void {
  const previous = epochOf(Math.max(0, head - epochs.blocks), epochs);
  const isOld = attempt === 0 && rosterBlock < previous;
  if (isOld || expiry > minedAt + epochs.assignmentSeconds) {
    throw new RefusalError('WRONG_DRAW', 'the draw is old');
  }
  if (rosterBlock % epochs.blocks !== 0) throw new RefusalError('WRONG_DRAW', 'its block is no epoch’s');
}
