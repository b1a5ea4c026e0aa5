import type { Hex } from 'viem';
import { lotteryRanking, lotterySeed, type Candidate } from '#protocol/draw/lottery.ts';

/** Candidates that the lottery called before the chosen one, at most; beyond it a task expires. */
export const MAX_PASSED = 1_024;

export interface Draw<C extends Candidate> {
  winner: C;
  /** Called before the winner, in the lottery's order. */
  passed: C[];
}

/**
 * The lottery over the whole on-chain roster: the first candidate in its order that can work.
 * @returns undefined when no candidate can work, or only one beyond MAX_PASSED
 */
export function drawMiner<C extends Candidate>(
  beacon: Hex,
  taskId: Hex,
  candidates: readonly C[],
  canWork: (candidate: C) => boolean,
): Draw<C> | undefined {
  const ranking = lotteryRanking(lotterySeed(beacon, taskId), candidates);
  const place = ranking.slice(0, MAX_PASSED + 1).findIndex(canWork);
  return place < 0 ? undefined : { winner: ranking[place]!, passed: ranking.slice(0, place) };
}
