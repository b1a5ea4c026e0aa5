import type { CoordinatorFigures } from '#miner/status/minerStatus.ts';

/** So many audits, or so many draws, are enough to judge by: fewer may be chance. */
export const LEAST_JUDGED = 8;
/** The part of due audits that may be missed: notices are late or lost now and then. */
export const SKIPPED_AT_MOST = 0.25;
/** A coordinator with bad figures counts with one part in so many of its stake. */
export const POOR_DIVISOR = 4n;

/**
 * Why a coordinator's figures are bad: it signed a wrong draw, skipped more than a quarter of its due audits,
 * or passed this tab over more often than it gave it a task.
 * @returns undefined when they are not
 */
export function poorBecause(
  figures: CoordinatorFigures,
): 'wrong-draws' | 'skipped-audits' | 'passed-over' | undefined {
  const { audited, skipped, given, passedOver, wrongDraws } = figures;
  if (wrongDraws > 0) return 'wrong-draws';
  const due = audited + skipped;
  if (due >= LEAST_JUDGED && skipped > due * SKIPPED_AT_MOST) return 'skipped-audits';
  if (passedOver >= LEAST_JUDGED && passedOver > given) return 'passed-over';
  return undefined;
}

/**
 * The stake with which a coordinator takes part when this tab's places and GPU time are divided.
 * @param stake in wei
 */
export const ratedStake = (stake: bigint, figures: CoordinatorFigures): bigint =>
  poorBecause(figures) === undefined ? stake : stake / POOR_DIVISOR;
