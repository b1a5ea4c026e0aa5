import { expect, it } from 'vitest';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import { GRACE_MS, waitLimitMs } from '#web/create/order/taskDeadline.ts';

const LIFE_MS = TASK_LIFETIME_S * 1_000;
const NOW = 1_700_000_000_000;

it.each([
  ['has just begun', 0, LIFE_MS + GRACE_MS],
  ['is half over', LIFE_MS / 2, LIFE_MS / 2 + GRACE_MS],
  ['was over long ago', 10 * LIFE_MS, GRACE_MS],
  ['began in the future, by a clock that was set back', -10 * LIFE_MS, LIFE_MS + GRACE_MS],
])('waitLimitMs of a task that %s', (_, ageMs, waitMs) => {
  expect(waitLimitMs(NOW - ageMs, NOW)).toBe(waitMs);
});
