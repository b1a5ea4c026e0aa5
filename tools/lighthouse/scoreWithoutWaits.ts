import type { RunnerResult } from 'lighthouse';
import { getLogNormalScore } from 'lighthouse/shared/statistics.js';

/** The part of a report that the score is made of. */
export type Scored = Pick<RunnerResult['lhr'], 'categories' | 'audits'>;

const BLOCKING = 'total-blocking-time';
/** Lighthouse's curve for a phone's "Total Blocking Time", in ms: what scores 0.9, and what scores 0.5. */
const BLOCKING_CURVE = { p10: 200, median: 600 };

/**
 * Lighthouse's score for performance, from 0 to 1, with "Total Blocking Time" by what the page computed.
 * @param computedMs `computedBlockingMs`
 * @example scoreWithoutWaits(lhr, computedMs); // 0.97
 */
export function scoreWithoutWaits({ categories, audits }: Scored, computedMs: number): number {
  const weighed = (categories.performance?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const scores = weighed.map(
    ({ id, weight }) =>
      weight * (id === BLOCKING ? getLogNormalScore(BLOCKING_CURVE, computedMs) : (audits[id]?.score ?? 0)),
  );
  return scores.reduce((sum, score) => sum + score, 0) / total;
}
