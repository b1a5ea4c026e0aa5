import type { CoordinatorFigures } from '#miner/status/minerStatus.ts';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';

/** Counts age, so they are fractions; what has all but faded is not worth a word. */
const whole = (count: number): number => Math.round(count);

/** What this tab has counted of a coordinator, in a few words; undefined while there is nothing to say. */
export function figureSentence(figures: CoordinatorFigures): string | undefined {
  const [audited, skipped] = [whole(figures.audited), whole(figures.skipped)];
  const [given, passedOver] = [whole(figures.given), whole(figures.passedOver)];
  const { wrongDraws } = figures;
  const parts = [
    wrongDraws > 0 && t('mine.figureSentence.wrongDraws', { count: wrongDraws }),
    audited + skipped > 0 &&
      t('mine.figureSentence.skippedSkippedOfCount', {
        skipped: formatCount(skipped),
        count: formatCount(audited + skipped),
      }),
    passedOver > 0 &&
      t('mine.figureSentence.passedThisTabOver', {
        passedOver: formatCount(passedOver),
        count: formatCount(given + passedOver),
      }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(' · ');
}
