import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';

/** How long a task may take, in ms. Then it has ended, whatever its coordinator says. */
const TASK_LIFETIME_MS = TASK_LIFETIME_S * 1_000;
/** For the order to arrive, and for the largest result, 16 MiB, to come at 1 Mbit/s; in ms. */
export const GRACE_MS = 180_000;

/**
 * How long the page waits for the end of a task, in ms. A task whose time was over before it was looked up is
 * given the grace at least: its result may lie at the coordinator.
 * @param startedAt Unix time in ms, by this machine's clock
 */
export function waitLimitMs(startedAt: number, nowMs: number): number {
  const left = startedAt + TASK_LIFETIME_MS - nowMs;
  return Math.min(Math.max(left, 0), TASK_LIFETIME_MS) + GRACE_MS;
}
