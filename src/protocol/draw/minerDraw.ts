import type { Hex } from 'viem';
import { type Candidate, lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { MAX_PASSED } from '#protocol/draw/mostPassed.ts';

/** The miner that gets a task, and who was skipped. */
export interface Draw<C extends Candidate> {
  winner: C;
  /** Skipped candidates, in the lottery's order. */
  passed: C[];
}

/**
 * The lottery over the whole on-chain roster: the first candidate in its order that can work.
 * @param candidates must not change: what depends on them alone is prepared once
 * @returns undefined when no candidate can work, or only one beyond MAX_PASSED
 * @example
 * const draw = drawMiner(beacon, taskId, roster.miners, ({ operator }) => free.has(operator));
 */
export function drawMiner<C extends Candidate>(
  beacon: Hex,
  taskId: Hex,
  candidates: readonly C[],
  canWork: (candidate: C) => boolean,
): Draw<C> | undefined {
  const passed: C[] = [];
  for (const candidate of lotteryRanking(lotterySeed(beacon, taskId), candidates)) {
    if (canWork(candidate)) return { winner: candidate, passed };
    if (passed.length === MAX_PASSED) return undefined;
    passed.push(candidate);
  }
  return undefined;
}
