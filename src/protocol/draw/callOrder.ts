import type { Address, Hex } from 'viem';
import { type Candidate, lotteryRanking } from '#protocol/draw/lottery.ts';

/**
 * Whether the lottery calls these operators first, in this order.
 * @param seed of the lottery (`lotterySeed`)
 * @param candidates must not change: what depends on them alone is prepared once
 * @example isCallOrder(lotterySeed(beacon, taskId), roster.miners, [...assignment.passed, assignment.miner]);
 */
export function isCallOrder(
  seed: Hex,
  candidates: readonly Candidate[],
  called: readonly Address[],
): boolean {
  const ranking = lotteryRanking(seed, candidates);
  return called.every((operator) => {
    const next = ranking.next();
    return !next.done && next.value.operator.toLowerCase() === operator.toLowerCase();
  });
}
