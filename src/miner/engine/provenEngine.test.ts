import { describe, expect, it, vi } from 'vitest';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { GpuClient, RunOptions } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, GpuError, isOneOf } from '#miner/gpu/gpuError.ts';
import { GpuQueue } from '#miner/gpu/gpuQueue.ts';
import { StatusBoard } from '#miner/status/minerStatus.ts';
import type { BringModel } from '#miner/engine/modelPreparation.ts';
import { ProvenEngine } from '#miner/engine/provenEngine.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

const adapter = {
  vendor: 'acme',
  architecture: 'gen-1',
  description: '',
  isFallback: true,
  subgroupMinSize: 4,
  features: new Set(['shader-f16']),
};
const outcome = { result: { kind: 'image', png: new Uint8Array([1]) }, seconds: 1 } as const;
const request: TaskRequest = {
  kind: 'image',
  model: 'draw',
  prompt: 'a bird',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 4,
  guidance: 1,
  seed: 1,
  salt: `0x${'1'.repeat(32)}`,
};

const passed: GpuClient['conformance'] = async (modelId) => ({ modelId, relativeL2: 0, tolerance: 1e-4 });
const wrongNumbers = () => Promise.reject(new GpuError('CONFORMANCE_FAILED', 'This GPU gave wrong numbers.'));
const noMemory = () => new GpuError('OUT_OF_MEMORY', 'The GPU has not enough memory free for this.');

function setUp(change: Partial<Pick<GpuClient, 'probe' | 'conformance'>> = {}) {
  const queue = new GpuQueue();
  const work = vi.fn<(request: TaskRequest) => Promise<TaskOutcome>>(async () => outcome);
  let lose: (error: GpuError) => void = () => undefined;
  let reported: unknown;
  /** As the client does when its worker dies: the loss is told once, before the tasks on it reject. */
  const lost = (error: unknown): never => {
    if (isOneOf(ENDS_WORKER, error) && error !== reported) lose((reported = error));
    throw error;
  };
  const gpu = {
    probe: vi.fn<GpuClient['probe']>(change.probe ?? (async () => adapter)),
    load: vi.fn<GpuClient['load']>(async () => undefined),
    conformance: vi.fn<GpuClient['conformance']>(change.conformance ?? passed),
    calibrate: vi.fn<GpuClient['calibrate']>(async (modelId) => ({
      together: modelId === 'talk' ? 4 : 1,
      seconds: 2,
      worthWei: '10',
    })),
    run: (asked: TaskRequest, options: RunOptions = {}) =>
      queue.run(() => work(asked).catch(lost), { ...options, model: asked.model, limit: options.limit! }),
    refresh: () => queue.refresh(),
    dispose: vi.fn(),
  };
  const bring = vi.fn<BringModel>(async (_id, _features, { onProgress }) =>
    onProgress({ stage: 'download', done: 5, total: 9 }),
  );
  const board = new StatusBoard();
  const onFailed = vi.fn<(error: Error) => void>();
  const offers: string[][] = [];
  const engine: ProvenEngine = new ProvenEngine({
    createGpu: (onLost) => {
      lose = onLost;
      return gpu;
    },
    bring,
    board,
    onOffers: () => offers.push(engine.models()),
    onFailed,
  });
  const models = new Map([
    ['draw', 'Draw'],
    ['talk', 'Talk'],
  ]);
  const run = (model = 'draw', signal = new AbortController().signal) =>
    engine.run({ ...request, model }, { onStart: () => undefined, onProgress: () => undefined, signal });
  /** Has all models made ready or refused. */
  const prepareAll = async () => {
    await engine.prepare(models);
    await settled(board);
  };
  const loseIdle = () => lose(new GpuError('DEVICE_LOST', 'The GPU was lost.'));
  return { gpu, work, bring, board, engine, models, run, prepareAll, offers, onFailed, lose: loseIdle };
}

const statesOf = (board: StatusBoard) => board.current().models.map(({ state }) => state);
const settled = (board: StatusBoard) =>
  vi.waitFor(() => expect(statesOf(board).every((state) => ['ready', 'refused'].includes(state))).toBe(true));

/** Something that a test ends when it wants. */
function gate() {
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const passing = new Promise<void>((resolve, reject) => ([open, fail] = [resolve, reject]));
  return { passing, open, fail };
}

describe('ProvenEngine', () => {
  it('names the GPU and offers the models that passed their test', async () => {
    const { board, engine, models, gpu, bring } = setUp();
    expect(await engine.prepare(models)).toBe('acme gen-1');
    await settled(board);
    expect(engine.models()).toEqual(['draw', 'talk']);
    expect(gpu.conformance.mock.calls).toEqual([['draw'], ['talk']]);
    expect(bring.mock.calls.map(([id, features]) => [id, features])).toEqual([
      ['draw', adapter.features],
      ['talk', adapter.features],
    ]);
    expect(board.current()).toMatchObject({
      gpu: { name: 'acme gen-1', fallback: true },
      models: [
        // 10 wei in two seconds.
        {
          id: 'draw',
          name: 'Draw',
          state: 'ready',
          loadedBytes: 5,
          totalBytes: 9,
          detail: null,
          hourlyWei: '18000',
        },
        { id: 'talk' },
      ],
    });
  });

  it('works with the first model while the next one’s files still come', async () => {
    const { board, engine, models, bring, run, offers } = setUp();
    const { passing, open } = gate();
    bring.mockImplementation(async (id) => (id === 'talk' ? passing : undefined));
    await engine.prepare(models);
    expect(engine.models()).toEqual(['draw']);
    expect(await run()).toEqual(outcome);
    expect(statesOf(board)).toEqual(['ready', 'downloading']);
    open();
    await settled(board);
    expect(offers).toEqual([['draw'], ['draw', 'talk']]);
  });

  it('says that it mines, not what it loads, while a model works', async () => {
    const { board, engine, models, gpu } = setUp();
    const { passing, open } = gate();
    gpu.load.mockImplementation(async (id) => (id === 'talk' ? passing : undefined));
    await engine.prepare(models);
    board.set({ phase: 'mining' });
    open();
    const phases = new Set<string>();
    board.subscribe(() => phases.add(board.current().phase));
    await settled(board);
    expect([...phases]).toEqual(['mining']);
  });

  it('leaves out a model that fails its test, and says why', async () => {
    const { board, engine, prepareAll } = setUp({
      conformance: (modelId) => (modelId === 'talk' ? wrongNumbers() : passed(modelId)),
    });
    await prepareAll();
    expect(engine.models()).toEqual(['draw']);
    expect(board.current().models[1]).toMatchObject({
      state: 'refused',
      detail: 'This GPU gave wrong numbers.',
    });
  });

  it('leaves out a model whose files do not come, and goes on to the next', async () => {
    const { board, engine, models, bring, gpu } = setUp();
    bring.mockRejectedValueOnce(new GpuError('GPU_UNFIT', 'Draw needs a GPU that offers shader-f16.'));
    await engine.prepare(models);
    expect(engine.models()).toEqual(['talk']);
    expect(gpu.load.mock.calls.map(([id]) => id)).toEqual(['talk']);
    expect(board.current().models[0]).toMatchObject({
      state: 'refused',
      detail: 'Draw needs a GPU that offers shader-f16.',
    });
  });

  it('fails when no model is fit, and at once when there is no GPU', async () => {
    const noModel = setUp({ conformance: wrongNumbers });
    await expect(noModel.engine.prepare(noModel.models)).rejects.toMatchObject({
      code: 'NO_MODEL',
      message: expect.stringContaining('Talk: This GPU gave wrong numbers.'),
    });
    expect(noModel.onFailed).not.toHaveBeenCalled();
    const noGpu = setUp({
      probe: () => Promise.reject(new GpuError('NO_WEBGPU', 'This browser has no WebGPU.')),
    });
    await expect(noGpu.engine.prepare(noGpu.models)).rejects.toMatchObject({ code: 'NO_WEBGPU' });
    expect(noGpu.bring).not.toHaveBeenCalled();
  });

  it('ends a start that is stopped while files come', async () => {
    const { engine, models, bring, onFailed } = setUp();
    let stopped = false;
    bring.mockImplementation(
      (_id, _features, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            stopped = true;
            reject(signal.reason);
          }),
        ),
    );
    const start = engine.prepare(models);
    await vi.waitFor(() => expect(bring).toHaveBeenCalled());
    engine.dispose();
    await expect(start).rejects.toMatchObject({ code: 'STOPPED' });
    expect(stopped).toBe(true);
    expect(bring).toHaveBeenCalledTimes(1);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('proves its models again after the GPU was lost in a task, and only then runs the next', async () => {
    const { engine, prepareAll, gpu, run, onFailed, work } = setUp();
    await prepareAll();
    work.mockRejectedValueOnce(new GpuError('DEVICE_LOST', 'The GPU was lost.'));
    await expect(run()).rejects.toMatchObject({ code: 'DEVICE_LOST' });
    work.mockImplementationOnce(async () => {
      expect(gpu.conformance).toHaveBeenCalledTimes(4);
      return outcome;
    });
    expect(await run('talk')).toEqual(outcome);
    expect(engine.models()).toEqual(['draw', 'talk']);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('shows what it does after a loss, and then what it did before', async () => {
    const { board, prepareAll, lose, run } = setUp();
    await prepareAll();
    board.set({ phase: 'mining' });
    const phases: string[] = [];
    board.subscribe(() => {
      if (phases.at(-1) !== board.current().phase) phases.push(board.current().phase);
    });
    lose();
    await run();
    expect(phases).toEqual(['loading', 'proving', 'mining']);
  });

  it('lets a task wait for its own model only, and no longer than it is wanted', async () => {
    const { prepareAll, gpu, run, lose } = setUp();
    await prepareAll();
    const { passing, open } = gate();
    gpu.load.mockImplementation(async (id) => (id === 'talk' ? passing : undefined));
    lose();
    const unwanted = new AbortController();
    const waiting = run('talk', unwanted.signal);
    expect(await run()).toEqual(outcome);
    unwanted.abort(new Error('not wanted any more'));
    await expect(waiting).rejects.toThrow('not wanted any more');
    open();
    expect(await run('talk')).toEqual(outcome);
  });

  it('does not blame a model for a worker that another’s task took down', async () => {
    const { board, engine, models, gpu, run, work } = setUp();
    const { passing, fail } = gate();
    gpu.conformance.mockImplementation(async (id) => {
      if (id === 'talk' && gpu.conformance.mock.calls.length === 2) await passing;
      return passed(id);
    });
    await engine.prepare(models);
    await vi.waitFor(() => expect(gpu.conformance).toHaveBeenCalledTimes(2));
    work.mockRejectedValueOnce(new GpuError('DEVICE_LOST', 'The GPU was lost.'));
    await expect(run()).rejects.toMatchObject({ code: 'DEVICE_LOST' });
    fail(new GpuError('MODEL_NOT_LOADED', 'talk is not loaded.'));
    expect(await run('talk')).toEqual(outcome);
    expect(await run()).toEqual(outcome);
    expect(statesOf(board)).toEqual(['ready', 'ready']);
  });

  it.each(['OUT_OF_MEMORY', 'DEVICE_LOST', 'TIMED_OUT'] as const)(
    'leaves out the model that takes the worker down with %s, and makes the others ready again',
    async (code) => {
      const { board, engine, models, gpu, prepareAll } = setUp();
      gpu.conformance.mockImplementation(async (modelId) => {
        if (modelId === 'talk') throw new GpuError(code, 'The GPU is gone.');
        return passed(modelId);
      });
      models.set('sing', 'Sing');
      await prepareAll();
      expect(gpu.load.mock.calls.map(([id]) => id)).toEqual(['draw', 'talk', 'draw', 'sing']);
      expect(engine.models()).toEqual(['draw', 'sing']);
      expect(board.current().models.map(({ state, detail }) => [state, detail])).toEqual([
        ['ready', null],
        ['refused', 'The GPU is gone.'],
        ['ready', null],
      ]);
    },
  );

  it('hands a task back that the GPU had no memory for, and mines on', async () => {
    const { prepareAll, gpu, run, onFailed, work } = setUp();
    await prepareAll();
    work.mockRejectedValueOnce(noMemory());
    await expect(run()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(await run('talk')).toEqual(outcome);
    expect(gpu.conformance).toHaveBeenCalledTimes(4);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('computes half as many together after there was no memory for all', async () => {
    const { engine, prepareAll, run, work } = setUp();
    await prepareAll();
    expect([engine.together('draw'), engine.together('talk'), engine.together('unknown')]).toEqual([1, 4, 1]);
    const { passing, fail } = gate();
    for (let i = 0; i < 4; i++) work.mockImplementationOnce(() => passing.then(() => outcome));
    const all = Promise.allSettled([run('talk'), run('talk'), run('talk'), run('talk')]);
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(4));
    fail(noMemory());
    expect((await all).map(({ status }) => status)).toEqual(new Array(4).fill('rejected'));
    expect(await run()).toEqual(outcome);
    expect(engine.together('talk')).toBe(2);
    work.mockRejectedValueOnce(noMemory());
    await expect(run()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(engine.together('talk')).toBe(1);
  });

  it('tells once when a GPU lost while idle does not come back', async () => {
    const { prepareAll, gpu, onFailed, lose, run } = setUp();
    await prepareAll();
    gpu.load.mockRejectedValue(new GpuError('NO_ADAPTER', 'There is no adapter.'));
    lose();
    lose();
    await expect(run()).rejects.toMatchObject({ code: 'NO_ADAPTER' });
    expect(onFailed).toHaveBeenCalledTimes(1);
    expect(onFailed.mock.calls[0]?.[0]).toMatchObject({ code: 'GPU_LOST' });
  });
});
