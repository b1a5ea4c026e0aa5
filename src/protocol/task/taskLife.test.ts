import { describe, expect, it } from 'vitest';
import {
  canBecome,
  isOver,
  statusesBefore,
  TASK_STATUSES,
  type TaskStatus,
} from '#protocol/task/taskLife.ts';

/** The picture in docs/protocol.md, written out. */
const NEXT: Record<TaskStatus, readonly TaskStatus[]> = {
  queued: ['assigned', 'failed', 'cancelled', 'expired'],
  assigned: ['queued', 'running', 'failed', 'cancelled', 'expired'],
  running: ['queued', 'done', 'failed', 'cancelled', 'expired'],
  done: [],
  failed: [],
  cancelled: [],
  expired: [],
};

describe.each(TASK_STATUSES)('a task that is %s', (from) => {
  it.each(TASK_STATUSES)('becomes %s only if the protocol says so', (to) => {
    expect(canBecome(from, to)).toBe(NEXT[from].includes(to));
  });

  it('is over only if nothing comes after', () => {
    expect(isOver(from)).toBe(['done', 'failed', 'cancelled', 'expired'].includes(from));
  });
});

it('statusesBefore gives what may become done: a task that runs, not one that nobody took', () => {
  expect(statusesBefore('done')).toEqual(['running']);
});
