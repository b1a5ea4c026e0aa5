import { describe, expect, it, vi } from 'vitest';
import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';
import { StatusBoard } from '#miner/minerStatus.ts';
import { ProvenEngine } from '#miner/provenEngine.ts';
import type { TaskRequest } from '#protocol/task.ts';

const adapter = {
  vendor: 'acme',
  architecture: 'gen-1',
  description: '',
  isFallback: true,
  subgroupMinSize: 4,
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

const passed = (modelId: string) => ({
  modelId,
  relativeL2: 0,
  tolerance: 1e-4,
  seconds: 2,
  together: modelId === 'talk' ? 4 : 1,
  worthWei: '10',
});

function setUp(change: Partial<Pick<GpuClient, 'probe' | 'conformance'>> = {}) {
  const gpu = {
    probe: vi.fn<GpuClient['probe']>(change.probe ?? (async () => adapter)),
    load: vi.fn<GpuClient['load']>(async (_id, onProgress) =>
      onProgress?.({ stage: 'download', done: 5, total: 9 }),
    ),
    conformance: vi.fn<GpuClient['conformance']>(change.conformance ?? (async (modelId) => passed(modelId))),
    run: vi.fn<GpuClient['run']>(async () => outcome),
    dispose: vi.fn(),
  };
  const board = new StatusBoard();
  const onFailed = vi.fn<(error: Error) => void>();
  let lose: () => void = () => undefined;
  const create = (onLost: () => void): GpuClient => {
    lose = onLost;
    return gpu;
  };
  const engine = new ProvenEngine(create, board, onFailed);
  const models = new Map([
    ['draw', 'Draw'],
    ['talk', 'Talk'],
  ]);
  const run = () =>
    engine.run(request, { onProgress: () => undefined, signal: new AbortController().signal });
  return { gpu, board, engine, models, run, onFailed, lose: () => lose() };
}

describe('ProvenEngine', () => {
  it('names the GPU and offers the models that passed their test', async () => {
    const { board, engine, models, gpu } = setUp();
    expect(await engine.prepare(models)).toBe('acme gen-1');
    expect(engine.models()).toEqual(['draw', 'talk']);
    expect(gpu.conformance.mock.calls).toEqual([['draw'], ['talk']]);
    expect(board.current()).toMatchObject({
      gpu: { name: 'acme gen-1', fallback: true },
      models: [
        // 10 wei in two seconds.
        { id: 'draw', name: 'Draw', state: 'ready', loadedBytes: 5, totalBytes: 9, detail: null, hourlyWei: '18000' },
        { id: 'talk' },
      ],
    });
  });

  it('leaves out a model that fails its test, and says why', async () => {
    const conformance: GpuClient['conformance'] = async (modelId) => {
      if (modelId === 'talk') throw new GpuError('CONFORMANCE_FAILED', 'This GPU gave wrong numbers.');
      return passed(modelId);
    };
    const { board, engine, models } = setUp({ conformance });
    await engine.prepare(models);
    expect(engine.models()).toEqual(['draw']);
    expect(board.current().models[1]).toMatchObject({
      state: 'refused',
      detail: 'This GPU gave wrong numbers.',
    });
  });

  it('fails when no model is fit, and at once when there is no GPU', async () => {
    const noModel = setUp({
      conformance: async () => {
        throw new GpuError('CONFORMANCE_FAILED', 'Wrong numbers.');
      },
    });
    await expect(noModel.engine.prepare(noModel.models)).rejects.toMatchObject({ code: 'NO_MODEL' });
    const noGpu = setUp({
      probe: async () => {
        throw new GpuError('NO_WEBGPU', 'This browser has no WebGPU.');
      },
    });
    await expect(noGpu.engine.prepare(noGpu.models)).rejects.toMatchObject({ code: 'NO_WEBGPU' });
    expect(noGpu.gpu.load).not.toHaveBeenCalled();
  });

  it('proves its models again after the GPU was lost in a task, and only then runs the next', async () => {
    const { engine, models, gpu, run, onFailed } = setUp();
    await engine.prepare(models);
    gpu.run.mockRejectedValueOnce(new GpuError('DEVICE_LOST', 'The GPU was lost.'));
    await expect(run()).rejects.toMatchObject({ code: 'DEVICE_LOST' });
    gpu.run.mockImplementationOnce(async () => {
      expect(gpu.conformance).toHaveBeenCalledTimes(4);
      return outcome;
    });
    expect(await run()).toEqual(outcome);
    expect(engine.models()).toEqual(['draw', 'talk']);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('leaves out the model that is too much for the GPU, and makes the others ready again', async () => {
    const { board, engine, models, gpu } = setUp();
    gpu.conformance.mockImplementation(async (modelId) => {
      if (modelId === 'talk') throw new GpuError('OUT_OF_MEMORY', 'The GPU has not enough memory free for this.');
      return passed(modelId);
    });
    models.set('sing', 'Sing');
    await engine.prepare(models);
    expect(gpu.load.mock.calls.map(([id]) => id)).toEqual(['draw', 'talk', 'draw', 'sing']);
    expect(engine.models()).toEqual(['draw', 'sing']);
    expect(board.current().models.map(({ state, detail }) => [state, detail])).toEqual([
      ['ready', null],
      ['refused', 'The GPU has not enough memory free for this.'],
      ['ready', null],
    ]);
  });

  it('hands a task back that the GPU had no memory for, and mines on', async () => {
    const { engine, models, gpu, run, onFailed } = setUp();
    await engine.prepare(models);
    gpu.run.mockRejectedValueOnce(new GpuError('OUT_OF_MEMORY', 'The GPU has not enough memory free for this.'));
    await expect(run()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(await run()).toEqual(outcome);
    expect(gpu.conformance).toHaveBeenCalledTimes(4);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('computes half as many together after there was no memory for all', async () => {
    const { engine, models, gpu, run } = setUp();
    await engine.prepare(models);
    expect([engine.together('draw'), engine.together('talk'), engine.together('unknown')]).toEqual([1, 4, 1]);
    const noMemory = new GpuError('OUT_OF_MEMORY', 'The GPU has not enough memory free for this.');
    let fail: (error: GpuError) => void = () => undefined;
    const failed = new Promise<never>((_resolve, reject) => (fail = reject));
    for (let i = 0; i < 4; i++) gpu.run.mockImplementationOnce(() => failed);
    const all = Promise.allSettled([run(), run(), run(), run()]);
    await vi.waitFor(() => expect(gpu.run).toHaveBeenCalledTimes(4));
    fail(noMemory);
    expect((await all).map(({ status }) => status)).toEqual(new Array(4).fill('rejected'));
    expect(await run()).toEqual(outcome);
    expect(engine.together('talk')).toBe(2);
    gpu.run.mockRejectedValueOnce(noMemory);
    await expect(run()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(engine.together('talk')).toBe(1);
  });

  it('tells once when a GPU lost while idle does not come back', async () => {
    const { engine, models, gpu, onFailed, lose, run } = setUp();
    await engine.prepare(models);
    gpu.load.mockRejectedValue(new GpuError('NO_ADAPTER', 'There is no adapter.'));
    lose();
    lose();
    await expect(run()).rejects.toThrow();
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalledTimes(1));
    expect(onFailed.mock.calls[0]?.[0]).toMatchObject({ code: 'GPU_LOST' });
  });
});
