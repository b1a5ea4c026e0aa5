import { describe, expect, it, vi } from 'vitest';
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
  const task = await desk.submit(imageRequest(), '192.0.2.1', { audit: false, keep, saltSecret: undefined });
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
    .submit(imageRequest(), 'client', { audit: false, keep: false, saltSecret: undefined })
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({
    ...{ status: 503, code: 'shutting_down', message: expect.stringContaining('did not take') },
    details: { headers: { 'retry-after': '10' } },
  });
});

describe('TaskDesk.submit of a task with an audit', () => {
  const submitted = vi.fn();
  const settled = vi.fn();
  const reserve = vi.fn(() => settled);
  const paid = { ...TASK, isOver: true, payment: { amount: 3n } };
  const deskWith = (hasAudits: boolean) =>
    new TaskDesk({
      coordinator: COORDINATOR.address,
      scheduler: {
        submit: async (...task: unknown[]) => {
          submitted(...task);
          return { ...paid, ...(task[2] as object) };
        },
      },
      access: { clientOf: () => 'client' },
      budget: { affords: () => true, mostOf: () => 5n },
      allowance: { reserve },
      hasAudits,
      closing: new AbortController().signal,
    } as never);
  const submit = (audit: boolean, hasAudits = true) =>
    deskWith(hasAudits).submit(imageRequest(), '192.0.2.1', { audit, keep: true, saltSecret: undefined });

  it.each([
    [true, 10n, 6n],
    [false, 5n, 3n],
  ])('audit: %s, sets aside %d and takes %d', async (audit, most, cost) => {
    vi.clearAllMocks();
    await submit(audit);
    expect(submitted).toHaveBeenCalledWith(imageRequest(), 'client', { isAuditOrdered: audit });
    expect(reserve).toHaveBeenCalledWith('client', most);
    await vi.waitFor(() => expect(settled).toHaveBeenCalledWith(cost));
  });

  it('is refused where nothing is audited, before anything is set aside', async () => {
    vi.clearAllMocks();
    await expect(submit(true, false)).rejects.toMatchObject({
      ...{ status: 400, code: 'unsupported_parameter', details: { param: 'x-cuckoo-audit' } },
    });
    expect(reserve).not.toHaveBeenCalled();
    await expect(submit(false, false)).resolves.toBeDefined();
  });
});

it.each([
  ['a task', { replicaOf: null, isAuditOrdered: false }, [['client', 5n]]],
  ['one with an audit', { replicaOf: null, isAuditOrdered: true }, [['client', 10n]]],
  ['a replica', { replicaOf: '0x02', isAuditOrdered: false }, []],
])('TaskDesk.resume sets aside what %s of an earlier run may cost its client', (_, terms, charges) => {
  const charge = vi.fn(() => () => undefined);
  const desk = new TaskDesk({ budget: { mostOf: () => 5n }, allowance: { charge } } as never);
  desk.resume({ ...TASK, ...terms, client: 'client', request: imageRequest() } as never);
  expect(charge.mock.calls).toEqual(charges);
});
