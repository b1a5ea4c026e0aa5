import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import { formatDuration } from '#web/time/moment.ts';

/** What the page says while a task is waited for that its coordinator does not tell of, and at the end. */

export const AWAY = 'The coordinator does not answer. Your task is kept, and this page asks for it again…';
export const LOOKING = 'Looking for your task…';

/** Why a cancel did not end the wait: what is said then, and once the task is let go. */
export const CANCEL_FAILED = {
  unanswered: {
    notice:
      'The coordinator did not answer, so the task was not cancelled and may go on. Cancel once more to stop waiting for it.',
    left: 'This page no longer waits for the task. It may go on at the coordinator, which did not answer. Try again, or choose another one.',
  },
  over: {
    notice:
      'The coordinator says that the task has already ended, so this page waits for its result. Cancel once more to stop waiting.',
    left: 'This page no longer waits for the task. The coordinator said that it had ended, but has not sent its result. Try again, or choose another coordinator.',
  },
} as const;
export type CancelFailure = (typeof CANCEL_FAILED)[keyof typeof CANCEL_FAILED];

export const OVERDUE = `This page no longer waits for the task: a task may take ${formatDuration(TASK_LIFETIME_S)}, and its coordinator has sent no result in that time. Try again, or choose another coordinator.`;
