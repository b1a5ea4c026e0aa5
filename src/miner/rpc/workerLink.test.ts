import { expose } from 'comlink';
import { expect, it, vi } from 'vitest';
import { WorkerLink } from '#miner/rpc/workerLink.ts';

interface Api {
  open(): Promise<void>;
  greet(name: string): Promise<string>;
  hang(): Promise<void>;
}

/** A worker's face to its page, with a message channel in place of the thread. */
class FakeWorker extends EventTarget {
  readonly #inside: MessagePort;
  readonly #outside: MessagePort;
  terminated = false;

  constructor(api: Api) {
    super();
    const { port1, port2 } = new MessageChannel();
    [this.#inside, this.#outside] = [port1, port2];
    expose(api, this.#inside as never);
    this.#outside.onmessage = ({ data }) => this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#outside.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.#outside.close();
  }

  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

function setUp(change: Partial<Api> = {}) {
  const workers: FakeWorker[] = [];
  const api: Api = {
    open: vi.fn(async () => undefined),
    greet: async (name) => `hello ${name}`,
    hang: () => new Promise(() => undefined),
    ...change,
  };
  const onCrash = vi.fn();
  const link = new WorkerLink<Api>({
    create: () => {
      const worker = new FakeWorker(api);
      workers.push(worker);
      return worker as unknown as Worker;
    },
    open: (remote) => remote.open(),
    onCrash,
  });
  return { link, workers, api, onCrash };
}

it('starts and opens one worker at the first call', async () => {
  const { link, workers, api } = setUp();
  expect([workers.length, link.isOpen]).toEqual([0, false]);
  expect(await Promise.all([link.call((a) => a.greet('ann')), link.call((a) => a.greet('bob'))])).toEqual([
    'hello ann',
    'hello bob',
  ]);
  expect([workers.length, link.isOpen]).toEqual([1, true]);
  expect(api.open).toHaveBeenCalledTimes(1);
});

it('rejects the calls under way when the worker dies, and tells of it once', async () => {
  const { link, workers, onCrash } = setUp();
  const hanging = Promise.allSettled([link.call((a) => a.hang()), link.call((a) => a.hang())]);
  await vi.waitFor(() => expect(workers).toHaveLength(1));
  workers[0]!.crash('out of memory');
  const died = { status: 'rejected', reason: { code: 'WORKER_CRASHED', message: 'out of memory' } };
  expect(await hanging).toMatchObject([died, died]);
  expect(onCrash).toHaveBeenCalledTimes(1);
  expect(workers[0]!.terminated).toBe(true);
});

it('starts another worker after one died', async () => {
  const { link, workers } = setUp();
  const hanging = link.call((a) => a.hang());
  await vi.waitFor(() => expect(workers).toHaveLength(1));
  workers[0]!.crash('');
  await expect(hanging).rejects.toMatchObject({ message: expect.stringContaining('Reload the page') });
  expect(await link.call((a) => a.greet('ann'))).toBe('hello ann');
  expect(workers).toHaveLength(2);
});

it('rejects calls while the worker cannot be opened', async () => {
  const { link } = setUp({ open: () => Promise.reject(new Error('no network file')) });
  await expect(link.call((a) => a.greet('ann'))).rejects.toThrow('no network file');
});
