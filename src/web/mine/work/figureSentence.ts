import type { CoordinatorFigures } from '#miner/status/minerStatus.ts';
import { formatCount } from '#web/money/amount.ts';

/** Counts age, so they are fractions; what has all but faded is not worth a word. */
const whole = (count: number): number => Math.round(count);

/** What this tab has counted of a coordinator, in a few words; undefined while there is nothing to say. */
export function figureSentence(figures: CoordinatorFigures): string | undefined {
  const [audited, skipped] = [whole(figures.audited), whole(figures.skipped)];
  const [given, passedOver] = [whole(figures.given), whole(figures.passedOver)];
  const { wrongDraws } = figures;
  const parts = [
    wrongDraws > 0 && `${formatCount(wrongDraws)} wrong ${wrongDraws === 1 ? 'draw' : 'draws'}`,
    audited + skipped > 0 &&
      `skipped ${formatCount(skipped)} of ${formatCount(audited + skipped)} due audits`,
    passedOver > 0 &&
      `passed this tab over for ${formatCount(passedOver)} of ${formatCount(given + passedOver)} tasks`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(' · ');
}
