import { expect, it, vi } from 'vitest';
import { WorkerLink } from '#miner/rpc/workerLink.ts';
import { FakeWorker } from '#miner/testing/fakeWorker.ts';

interface Api {
  open(): Promise<void>;
  greet(name: string): Promise<string>;
}

function setUp(change: Partial<Api> = {}) {
  const workers: FakeWorker[] = [];
  const api: Api = {
    open: vi.fn(async () => undefined),
    greet: async (name) => `hello ${name}`,
    ...change,
  };
  const onError = vi.fn();
  const link = new WorkerLink<Api>({
    create: () => {
      const worker = new FakeWorker(api);
      workers.push(worker);
      return worker as unknown as Worker;
    },
    open: (remote) => remote.open(),
    onError,
  });
  return { link, workers, api, onError };
}

it('WorkerLink starts and opens one worker at the first call', async () => {
  const { link, workers, api } = setUp();
  expect([workers.length, link.isOpen]).toEqual([0, false]);
  expect(await Promise.all([link.call((a) => a.greet('ann')), link.call((a) => a.greet('bob'))])).toEqual([
    'hello ann',
    'hello bob',
  ]);
  expect([workers.length, link.isOpen]).toEqual([1, true]);
  expect(api.open).toHaveBeenCalledTimes(1);
});

it('WorkerLink rejects its calls when the worker fails to start, and restarts it for the next', async () => {
  const open = vi.fn<() => Promise<void>>(() => new Promise(() => undefined));
  const { link, workers, onError } = setUp({ open });
  const calls = Promise.allSettled([link.call((a) => a.greet('ann')), link.call((a) => a.greet('bob'))]);
  await vi.waitFor(() => expect(open).toHaveBeenCalledTimes(1));
  workers[0]!.crash('');
  const failed = {
    status: 'rejected',
    reason: { code: 'WORKER_CRASHED', message: expect.stringContaining('Reload the page') },
  };
  expect(await calls).toMatchObject([failed, failed]);
  expect([onError.mock.calls.length, workers[0]!.terminated, link.isOpen]).toEqual([1, true, false]);
  open.mockResolvedValue(undefined);
  expect(await link.call((a) => a.greet('ann'))).toBe('hello ann');
  expect(workers).toHaveLength(2);
});

it('WorkerLink keeps an open worker and its calls after an uncaught error in it', async () => {
  let finish: ((name: string) => void) | undefined;
  const greet = () => new Promise<string>((resolve) => (finish = resolve));
  const { link, workers, onError } = setUp({ greet });
  const greeting = link.call((a) => a.greet('ann'));
  await vi.waitFor(() => expect(finish).not.toBeUndefined());
  await link.call((a) => a.open());
  workers[0]!.crash('a stray error');
  finish!('still here');
  expect(await greeting).toBe('still here');
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'a stray error' }));
  expect([workers[0]!.terminated, workers.length]).toEqual([false, 1]);
});

it('WorkerLink rejects calls while the worker cannot be opened', async () => {
  const { link } = setUp({ open: () => Promise.reject(new Error('no network file')) });
  await expect(link.call((a) => a.greet('ann'))).rejects.toThrow('no network file');
});
