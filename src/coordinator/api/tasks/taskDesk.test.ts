import { expect, it, vi } from 'vitest';
import { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import { imageRequest } from '#coordinator/testing/schedulerBench.ts';
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
    budget: { affords: () => true, mostOf: () => 1n },
    allowance: { reserve: () => () => undefined },
    closing: new AbortController().signal,
  } as never);
  const task = await desk.submit(imageRequest(), '192.0.2.1', { keep, saltSecret: undefined });
  const client = new AbortController();
  const news = desk.follow(task, client.signal);
  await news.next();
  client.abort();
  await expect(news.next()).rejects.toThrow('aborted');
  expect(cancel.mock.calls.length).toBe(cancels);
});

it('TaskDesk says of a task that comes while it stops that it was not taken', async () => {
  const deps = { closing: AbortSignal.abort() } as unknown as ConstructorParameters<typeof TaskDesk>[0];
  const refused = await new TaskDesk(deps)
    .submit(imageRequest(), 'client', { keep: false, saltSecret: undefined })
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({
    ...{ status: 503, code: 'shutting_down', message: expect.stringContaining('did not take') },
    details: { headers: { 'retry-after': '10' } },
  });
});
