import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import { t } from '#web/language/translate.ts';
import { formatDuration } from '#web/time/moment.ts';

/** What the page says while a task is waited for that its coordinator does not tell of, and at the end. */

export const awaySentence = (): string => t('create.waitSentence.away');
export const lookingSentence = (): string => t('create.waitSentence.looking');

/** Why a cancel did not end the wait: what is said then, and once the task is let go. */
export const CANCEL_FAILED = {
  unanswered: {
    notice: 'create.waitSentence.unanswered',
    left: 'create.waitSentence.leftUnanswered',
  },
  over: {
    notice: 'create.waitSentence.over',
    left: 'create.waitSentence.leftOver',
  },
} as const;
export type CancelFailure = (typeof CANCEL_FAILED)[keyof typeof CANCEL_FAILED];

export const overdueSentence = (): string =>
  t('create.waitSentence.overdue', { lifetime: formatDuration(TASK_LIFETIME_S) });
