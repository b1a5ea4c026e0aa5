import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import { createGpuClient, type GpuClientOptions } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, GpuError, type GpuErrorCode } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo, GpuWorkerApi } from '#miner/gpu/gpuProtocol.ts';
import { ALL_WORKAROUNDS } from '#miner/gpu/kernelWorkarounds.ts';
import { FakeWorker } from '#miner/testing/fakeWorker.ts';
import type { ImageRequest, TextRequest } from '#protocol/task/taskRequest.ts';

const ADAPTER: AdapterInfo = {
  ...{ vendor: 'scripted', architecture: '', description: '', engine: '1.30.0', userAgent: '' },
  isFallback: true,
  subgroupMinSize: 4,
  features: new Set(),
};
const STALL_LIMIT_MS = 1_000;
const MODELS_URL = 'http://models.test/';

const IMAGE = { kind: 'image', model: 'icons' } as ImageRequest;
const TEXT = { kind: 'text', model: 'stories' } as TextRequest;

/** Never settles: the call stays on the worker until something else ends it. */
const forever = () => new Promise<never>(() => undefined);
/** The error of a call that must fail. */
const errorOf = (call: Promise<unknown>): Promise<GpuError> =>
  call.then(
    () => Promise.reject(new Error('it resolved')),
    (error) => error,
  );

/** Waits while messages pass. Unlike `vi.waitUntil`, it leaves fake timers alone. */
const until = async (isTrue: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 10_000; turn++) {
    if (isTrue()) return;
    await new Promise(setImmediate);
  }
  throw new Error('It did not happen.');
};

let workers: FakeWorker[];

function setUp(change: Partial<GpuWorkerApi> = {}, options: GpuClientOptions = {}) {
  const api = {
    start: vi.fn<GpuWorkerApi['start']>(async () => ADAPTER),
    load: vi.fn<GpuWorkerApi['load']>(async () => undefined),
    conformance: vi.fn<GpuWorkerApi['conformance']>(forever),
    calibrate: vi.fn<GpuWorkerApi['calibrate']>(forever),
    run: vi.fn<GpuWorkerApi['run']>(forever),
    unload: vi.fn<GpuWorkerApi['unload']>(async () => undefined),
  };
  const onLost = vi.fn<NonNullable<GpuClientOptions['onLost']>>();
  vi.stubGlobal(
    'Worker',
    class extends FakeWorker {
      constructor() {
        super({ ...api, ...change });
        workers.push(this);
      }
    },
  );
  const client = createGpuClient({ modelsUrl: MODELS_URL, stallLimitMs: STALL_LIMIT_MS, onLost, ...options });
  return { client, api, onLost };
}

beforeEach(() => void (workers = []));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the worker', () => {
  it('starts once, at the first call, with the models’ URL and the workarounds', async () => {
    const { client, api } = setUp();
    expect(workers).toHaveLength(0);
    expect(await client.probe()).toEqual(ADAPTER);
    await client.load('icons');
    expect([workers.length, api.start.mock.calls.length]).toEqual([1, 1]);
    expect(api.start.mock.calls[0]!.slice(0, 2)).toEqual([MODELS_URL, ALL_WORKAROUNDS]);
  });

  it('unloads a model, even while so many calls wait that others are refused', async () => {
    const { client, api } = setUp();
    await client.load('icons');
    for (let call = 0; call < 32; call++) client.run(TEXT).catch(() => undefined);
    expect(await errorOf(client.load('stories'))).toMatchObject({ code: 'QUEUE_FULL' });
    const unloading = client.unload('icons');
    await until(() => api.run.mock.calls.length > 0);
    workers[0]!.crash('gone');
    await unloading;
    expect(api.unload).not.toHaveBeenCalled();
    await client.load('icons');
    await client.unload('icons');
    expect(api.unload.mock.calls).toEqual([['icons']]);
    client.dispose();
  });

  it('is not started to unload a model', async () => {
    const { client } = setUp();
    await client.unload('icons');
    expect(workers).toHaveLength(0);
  });

  it('receives no call before its device is ready', async () => {
    const calls: string[] = [];
    const start = async () => {
      // A call sent without waiting would arrive before this ends.
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      calls.push('start');
      return ADAPTER;
    };
    const load = async () => void calls.push('load');
    const { client } = setUp({ start, load });
    await client.load('icons');
    expect(calls).toEqual(['start', 'load']);
  });

  it('is restarted by the next call after a failed start', async () => {
    const start = vi.fn(async () => ADAPTER);
    start.mockRejectedValueOnce(new GpuError('NO_ADAPTER', 'There is no GPU.'));
    const { client, onLost } = setUp({ start });
    expect(await errorOf(client.probe())).toMatchObject({ code: 'NO_ADAPTER', message: 'There is no GPU.' });
    expect(workers[0]!.terminated).toBe(true);
    expect(onLost).toHaveBeenCalledWith(expect.objectContaining({ code: 'NO_ADAPTER' }), true);
    expect(await client.probe()).toEqual(ADAPTER);
    expect(workers).toHaveLength(2);
  });

  it.each(ENDS_WORKER)(
    'is terminated after a run fails with %s, and replaced at the next call',
    async (code) => {
      const run = vi.fn(async () => Promise.reject(new GpuError(code, 'It failed.')));
      const { client, onLost } = setUp({ run });
      expect(await errorOf(client.run(IMAGE))).toMatchObject({ code });
      expect(workers[0]!.terminated).toBe(true);
      expect(onLost.mock.calls).toEqual([[expect.objectContaining({ code }), false]]);
      await client.load('icons');
      expect(workers).toHaveLength(2);
    },
  );

  it.each<GpuErrorCode>(['CANCELLED', 'BAD_REQUEST', 'CONFORMANCE_FAILED', 'MODEL_NOT_LOADED'])(
    'is kept after a run fails with %s',
    async (code) => {
      const run = vi.fn(async () =>
        Promise.reject(new GpuError(code, 'No.', { details: { relativeL2: 1 } })),
      );
      const { client, onLost } = setUp({ run });
      expect(await errorOf(client.run(IMAGE))).toMatchObject({ code, details: { relativeL2: 1 } });
      await client.load('icons');
      expect([workers.length, onLost.mock.calls.length]).toEqual([1, 0]);
    },
  );

  it('fails its calls when it crashes, without raising the error in the page', async () => {
    const { client, api, onLost } = setUp();
    const texts = [errorOf(client.run(TEXT)), errorOf(client.run(TEXT))];
    await vi.waitFor(() => expect(api.run).toHaveBeenCalledTimes(2));
    expect(workers[0]!.crash('out of memory')).toBe(false);
    const crashed = { code: 'WORKER_CRASHED', message: 'out of memory' };
    expect(await Promise.all(texts)).toMatchObject([crashed, crashed]);
    expect(onLost.mock.calls).toEqual([[expect.objectContaining(crashed), false]]);
  });

  it('fails its calls with the error code of its device', async () => {
    let failDevice: Parameters<GpuWorkerApi['start']>[2] | undefined;
    const { client, api } = setUp({
      start: async (_url, _workarounds, onDeviceFailed) => {
        failDevice = onDeviceFailed;
        return ADAPTER;
      },
    });
    const image = errorOf(client.run(IMAGE));
    await vi.waitFor(() => expect(api.run).toHaveBeenCalled());
    failDevice!('DEVICE_LOST', 'The GPU is gone.');
    expect(await image).toMatchObject({ code: 'DEVICE_LOST', message: 'The GPU is gone.' });
    expect(workers[0]!.terminated).toBe(true);
  });

  it('is not terminated by an error of the previous worker', async () => {
    const { client, api } = setUp();
    const first = errorOf(client.run(IMAGE));
    await vi.waitFor(() => expect(api.run).toHaveBeenCalled());
    workers[0]!.crash('gone');
    await first;
    await client.load('icons');
    workers[0]!.crash('gone again');
    await client.load('icons');
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
  });
});

describe('a call', () => {
  it('times out when the worker is silent for the stall limit', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client, api } = setUp();
    const image = errorOf(client.run(IMAGE));
    await until(() => api.run.mock.calls.length === 1);
    vi.advanceTimersByTime(STALL_LIMIT_MS - 1);
    expect(workers[0]!.terminated).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await image).toMatchObject({ code: 'TIMED_OUT' });
    expect(workers[0]!.terminated).toBe(true);
  });

  it('does not time out while it reports progress', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let report: Parameters<GpuWorkerApi['run']>[1] | undefined;
    const run: GpuWorkerApi['run'] = (_request, onProgress) => {
      report = onProgress;
      return forever();
    };
    const { client } = setUp({ run });
    const onProgress = vi.fn();
    const image = errorOf(client.run(IMAGE, { onProgress }));
    await until(() => report !== undefined);
    for (let step = 1; step <= 3; step++) {
      vi.advanceTimersByTime(STALL_LIMIT_MS - 1);
      report!({ kind: 'image', done: step, total: 3 } as Parameters<typeof onProgress>[0]);
      await until(() => onProgress.mock.calls.length === step);
    }
    expect(workers[0]!.terminated).toBe(false);
    vi.advanceTimersByTime(STALL_LIMIT_MS);
    expect(await image).toMatchObject({ code: 'TIMED_OUT' });
  });

  it('stops its stall timer when it ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client, onLost } = setUp();
    await client.load('icons');
    vi.advanceTimersByTime(10 * STALL_LIMIT_MS);
    await client.load('icons');
    expect([workers.length, onLost.mock.calls.length]).toEqual([1, 0]);
  });

  it('fails alone with BAD_REQUEST when it cannot be sent', async () => {
    const { client } = setUp();
    const unsendable = { ...IMAGE, prompt: Symbol('prompt') } as unknown as ImageRequest;
    expect(await errorOf(client.run(unsendable))).toMatchObject({ code: 'BAD_REQUEST' });
    await client.load('icons');
    expect(workers).toHaveLength(1);
  });

  it('is aborted on the worker by its signal', async () => {
    const run: GpuWorkerApi['run'] = (_request, _onProgress, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new GpuError('CANCELLED', 'The task was cancelled.')));
      });
    const { client } = setUp({ run });
    const controller = new AbortController();
    const onStart = vi.fn(() => setTimeout(() => controller.abort()));
    expect(await errorOf(client.run(IMAGE, { signal: controller.signal, onStart }))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(onStart).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a text runs together with others of its model', TEXT, 2],
    ['an image runs alone', IMAGE, 1],
  ])('for %s', async (_, request, atMost) => {
    let [running, most] = [0, 0];
    const run = async () => {
      most = Math.max(most, ++running);
      // Two calls sent together arrive one right after the other.
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      running--;
      return {} as TaskOutcome;
    };
    const { client } = setUp({ run });
    await Promise.all([client.run(request), client.run(request)]);
    expect(most).toBe(atMost);
  });

  it.each<[string, (client: ReturnType<typeof createGpuClient>) => Promise<unknown>]>([
    ['a task', (client) => client.run(IMAGE)],
    ['a set-up', (client) => client.load('icons')],
  ])('is refused when 32 others wait or run: %s', async (_, call) => {
    const { client } = setUp();
    const waiting = Array.from({ length: 32 }, () => errorOf(client.run(IMAGE)));
    expect(await errorOf(call(client))).toMatchObject({ code: 'QUEUE_FULL' });
    client.dispose();
    expect(new Set((await Promise.all(waiting)).map(({ code }) => code))).toEqual(new Set(['DISPOSED']));
  });
});

it('the client rejects all calls once disposed, without reporting a loss', async () => {
  const { client, api, onLost } = setUp();
  const calls = [errorOf(client.run(IMAGE)), errorOf(client.run(IMAGE))];
  await vi.waitFor(() => expect(api.run).toHaveBeenCalledTimes(1));
  client.dispose();
  const disposed = { code: 'DISPOSED', message: 'The GPU was shut down.' };
  expect(await Promise.all([...calls, errorOf(client.probe())])).toMatchObject([
    disposed,
    disposed,
    disposed,
  ]);
  expect([workers.length, workers[0]!.terminated, onLost.mock.calls.length]).toEqual([1, true, 0]);
});
