import type { Hex } from 'viem';
import { type Candidate, lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';

/** Most candidates that an assignment may skip; a task for which more would be skipped expires. */
export const MAX_PASSED = 1_024;

/** The miner that gets a task, and who was skipped. */
export interface Draw<C extends Candidate> {
  winner: C;
  /** Skipped candidates, in the lottery's order. */
  passed: C[];
}

/**
 * The lottery over the whole on-chain roster: the first candidate in its order that can work.
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
  const ranking = lotteryRanking(lotterySeed(beacon, taskId), candidates);
  const place = ranking.slice(0, MAX_PASSED + 1).findIndex(canWork);
  return place < 0 ? undefined : { winner: ranking[place]!, passed: ranking.slice(0, place) };
}
