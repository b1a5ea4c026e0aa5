import { t } from '#web/language/translate.ts';
import { formatClock } from '#web/time/moment.ts';

/**
 * Since when a part of the network has been away, as a sentence.
 * @param answeredAt Unix ms of its last answer, as a query's `dataUpdatedAt`; 0 where there was none
 * @param openedAt Unix ms of when this page was opened
 * @example lastAnswerSentence(head.dataUpdatedAt); // 'Last answer: 14:03:07.'
 */
export const lastAnswerSentence = (answeredAt: number, openedAt: number = performance.timeOrigin): string =>
  answeredAt > 0
    ? t('shell.lastAnswer.at', { time: formatClock(answeredAt / 1_000) })
    : t('shell.lastAnswer.never', { time: formatClock(openedAt / 1_000) });
