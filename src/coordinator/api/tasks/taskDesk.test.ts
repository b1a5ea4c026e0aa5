import { expect, it, vi } from 'vitest';
import { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import { COORDINATOR } from '#coordinator/testing/world.ts';

const TASK = { id: '0x01', isOver: false, changed: () => new Promise<void>(() => undefined) };

it.each([
  ['cancels the task of a client that hangs up', false, 1],
  ['lets a task go on that its client asked to keep', true, 0],
])('TaskDesk.follow %s', async (_, keep, cancels) => {
  const cancel = vi.fn(async () => true);
  const desk = new TaskDesk({
    coordinator: COORDINATOR.address,
    scheduler: { submit: async () => TASK, cancel },
    access: { clientOf: () => 'client' },
    budget: { affords: () => true },
    closing: new AbortController().signal,
  } as never);
  const task = await desk.submit({} as never, '192.0.2.1', keep);
  const client = new AbortController();
  const news = desk.follow(task, client.signal);
  await news.next();
  client.abort();
  await expect(news.next()).rejects.toThrow('aborted');
  expect(cancel.mock.calls.length).toBe(cancels);
});
