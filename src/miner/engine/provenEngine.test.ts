import { describe, expect, it, vi } from 'vitest';
import { GpuError } from '#miner/gpu/gpuError.ts';
import { adapter, gate, noMemory, outcome, passed, settled, setUpEngine } from '#miner/testing/engine.ts';

describe('ProvenEngine', () => {
  it('names the GPU and offers the models that pass their test inputs', async () => {
    const { board, engine, models, gpu, fetchModel } = setUpEngine();
    expect(await engine.prepare(models)).toBe('acme gen-1; Chrome 143; ONNX Runtime 1.30.0');
    await settled(board);
    expect(engine.models()).toEqual(['draw', 'talk']);
    expect(gpu.conformance.mock.calls.map(([id]) => id)).toEqual(['draw', 'talk']);
    expect(fetchModel.mock.calls.map(([id, features]) => [id, features])).toEqual([
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

  it('prepares its models again after a GPU loss before it runs the next task', async () => {
    const { engine, prepareAll, gpu, run, onFailed, work } = setUpEngine();
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

  it('makes a task wait for its own model only, and rejects it when it is aborted', async () => {
    const { prepareAll, gpu, run, lose } = setUpEngine();
    await prepareAll();
    const { passing, open } = gate();
    gpu.load.mockImplementation(async (id) => (id === 'talk' ? passing : undefined));
    lose();
    const unwanted = new AbortController();
    const waiting = run('talk', unwanted.signal);
    expect(await run()).toEqual(outcome);
    unwanted.abort(new Error('aborted'));
    await expect(waiting).rejects.toThrow('aborted');
    open();
    expect(await run('talk')).toEqual(outcome);
  });

  it('rejects a task that ran out of GPU memory, and runs the next', async () => {
    const { prepareAll, gpu, run, onFailed, work } = setUpEngine();
    await prepareAll();
    work.mockRejectedValueOnce(noMemory());
    await expect(run()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(await run('talk')).toEqual(outcome);
    expect(gpu.conformance).toHaveBeenCalledTimes(4);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('halves how many tasks run together after running out of memory', async () => {
    const { engine, prepareAll, run, work } = setUpEngine();
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

  it('counts no task that was cancelled before it started when it halves', async () => {
    const { engine, prepareAll, run, work } = setUpEngine();
    await prepareAll();
    const { passing, fail } = gate();
    work.mockImplementation(() => passing.then(() => outcome));
    const unwanted = new AbortController();
    const running = Array.from({ length: 4 }, () => run('talk'));
    const cancelled = run('talk', unwanted.signal);
    const all = Promise.allSettled([...running, cancelled]);
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(4));
    unwanted.abort(new Error('cancelled'));
    await expect(cancelled).rejects.toThrow('cancelled');
    fail(noMemory());
    await all;
    expect(engine.together('talk')).toBe(2);
  });

  it('keeps its limits when an idle GPU runs out of memory', async () => {
    const { engine, prepareAll, run, lose } = setUpEngine();
    await prepareAll();
    lose(noMemory());
    expect(await run('talk')).toEqual(outcome);
    expect(engine.together('talk')).toBe(4);
  });

  it('reports once that a GPU lost while idle cannot be recovered', async () => {
    const { prepareAll, gpu, onFailed, lose, run } = setUpEngine();
    await prepareAll();
    gpu.load.mockRejectedValue(new GpuError('NO_ADAPTER', 'There is no adapter.'));
    lose();
    lose();
    await expect(run()).rejects.toMatchObject({ code: 'NO_ADAPTER' });
    expect(onFailed).toHaveBeenCalledTimes(1);
    expect(onFailed.mock.calls[0]?.[0]).toMatchObject({ code: 'GPU_LOST' });
  });

  it('keeps a task waiting while another model’s set-up takes the worker down', async () => {
    const { engine, models, gpu, run, work, board } = setUpEngine();
    const { passing, fail } = gate();
    gpu.conformance.mockImplementation(async (id) => {
      if (id === 'talk') await passing;
      return passed(id);
    });
    await engine.prepare(models);
    await vi.waitFor(() => expect(gpu.conformance).toHaveBeenCalledWith('talk', expect.anything()));
    const task = run('draw');
    work.mockImplementation(async () => {
      expect(gpu.load.mock.calls.map(([id]) => id)).toEqual(['draw', 'talk', 'draw']);
      return outcome;
    });
    fail(new GpuError('DEVICE_LOST', 'The GPU was lost.'));
    expect(await task).toEqual(outcome);
    await settled(board);
    expect(engine.models()).toEqual(['draw']);
  });
});
