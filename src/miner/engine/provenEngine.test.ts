import { describe, expect, it, vi } from 'vitest';
import { GpuError } from '#miner/gpu/gpuError.ts';
import { adapter, gate, noMemory, outcome, setUpEngine, settled } from '#miner/testing/engine.ts';

describe('ProvenEngine', () => {
  it('names the GPU and offers the models that passed their test', async () => {
    const { board, engine, models, gpu, bring } = setUpEngine();
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

  it('proves its models again after the GPU was lost in a task, and only then runs the next', async () => {
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

  it('lets a task wait for its own model only, and no longer than it is wanted', async () => {
    const { prepareAll, gpu, run, lose } = setUpEngine();
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

  it('hands a task back that the GPU had no memory for, and mines on', async () => {
    const { prepareAll, gpu, run, onFailed, work } = setUpEngine();
    await prepareAll();
    work.mockRejectedValueOnce(noMemory());
    await expect(run()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(await run('talk')).toEqual(outcome);
    expect(gpu.conformance).toHaveBeenCalledTimes(4);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('computes half as many together after there was no memory for all', async () => {
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

  it('tells once when a GPU lost while idle does not come back', async () => {
    const { prepareAll, gpu, onFailed, lose, run } = setUpEngine();
    await prepareAll();
    gpu.load.mockRejectedValue(new GpuError('NO_ADAPTER', 'There is no adapter.'));
    lose();
    lose();
    await expect(run()).rejects.toMatchObject({ code: 'NO_ADAPTER' });
    expect(onFailed).toHaveBeenCalledTimes(1);
    expect(onFailed.mock.calls[0]?.[0]).toMatchObject({ code: 'GPU_LOST' });
  });
});
