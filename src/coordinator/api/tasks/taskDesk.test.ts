import { expect, it } from 'vitest';
import { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import { imageRequest } from '#coordinator/testing/schedulerBench.ts';

it('TaskDesk says of a task that comes while it stops that it was not taken', async () => {
  const deps = { closing: AbortSignal.abort() } as unknown as ConstructorParameters<typeof TaskDesk>[0];
  const refused = await new TaskDesk(deps).submit(imageRequest(), 'client').catch((error: unknown) => error);
  expect(refused).toMatchObject({
    ...{ status: 503, code: 'shutting_down', message: expect.stringContaining('did not take') },
    details: { headers: { 'retry-after': '10' } },
  });
});
