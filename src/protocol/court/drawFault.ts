import type { Address, Hex } from 'viem';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import type { EpochRules } from '#protocol/draw/epoch.ts';
import { type Candidate, lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

/** What the chain says about an assignment's block. */
export interface DrawView {
  /** The block's hash. */
  beacon: Hex;
  /** When it was mined, Unix seconds. */
  minedAt: number;
  epochs: EpochRules;
  miners: readonly Candidate[];
}

const same = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();

/**
 * What a single assignment proves against its coordinator, as the contract `Disputes` judges it. A miner
 * refuses more than that (`checkAssignment`): what cannot be proved costs its coordinator no stake.
 * @returns undefined when it proves nothing
 * @example const report = drawFaultOf(assignment, { ...rosterOfThatBlock, epochs });
 */
export function drawFaultOf(assignment: Assignment, view: DrawView): DrawReport | undefined {
  const { rosterBlock, beacon, expiry } = assignment;
  const { epochs, minedAt, miners } = view;
  if (rosterBlock % epochs.blocks !== 0 || beacon !== view.beacon) return { fault: 'beacon', assignment };
  if (expiry > minedAt + epochs.assignmentSeconds) return { fault: 'stale', assignment, block: rosterBlock };
  const called = wronglyCalled(assignment, miners);
  return called === undefined ? undefined : { fault: 'order', assignment, called };
}

/**
 * A miner that comes first and was skipped, or one that was passed over and does not come first; any address
 * if the assignment is to somebody who is no miner.
 */
function wronglyCalled(
  { beacon, taskId, miner, passed }: Assignment,
  miners: readonly Candidate[],
): Address | undefined {
  const listed = new Set(passed.map((operator) => operator.toLowerCase()));
  const ahead = new Set<string>();
  let first: Address | undefined;
  // Among one more than were passed over is the miner, or one that was skipped.
  for (const { operator } of lotteryRanking(lotterySeed(beacon, taskId), miners)) {
    if (same(operator, miner)) {
      // Who is listed and no miner proves nothing: it has no place in the draw.
      return miners.find(
        ({ operator: other }) => listed.has(other.toLowerCase()) && !ahead.has(other.toLowerCase()),
      )?.operator;
    }
    if (!listed.has(operator.toLowerCase())) return operator;
    ahead.add(operator.toLowerCase());
    first ??= operator;
  }
  // There may be no miner at all.
  return first ?? miner;
}

/**
 * What two assignments prove against the coordinator that signed both, with one key or with two of its keys.
 * Whoever asks has made sure that both keys are of one node.
 * @returns undefined when they prove nothing
 * @example const report = twoDrawsOf(before, assignment);
 */
export function twoDrawsOf(assignment: Assignment, other: Assignment): DrawReport | undefined {
  if (assignment.taskId !== other.taskId || assignment.rosterBlock === other.rosterBlock) return undefined;
  return { fault: 'two-draws', assignment, other };
}
