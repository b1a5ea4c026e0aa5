import { describe, expect, it, vi } from 'vitest';
import { GpuError } from '#miner/gpu/gpuError.ts';
import {
  CONNECTED,
  gate,
  outcome,
  passed,
  settled,
  setUpEngine,
  statesOf,
  wrongNumbers,
} from '#miner/testing/engine.ts';

describe('ModelPreparation', () => {
  it('runs tasks of the first model while the next is downloaded', async () => {
    const { board, engine, models, fetchModel, run, offers } = setUpEngine();
    const { passing, open } = gate();
    fetchModel.mockImplementation(async (id) => (id === 'talk' ? passing : undefined));
    await engine.prepare(models);
    expect(engine.models()).toEqual(['draw']);
    expect(await run()).toEqual(outcome);
    expect(statesOf(board)).toEqual(['ready', 'downloading']);
    open();
    await settled(board);
    expect(offers).toEqual([['draw'], ['draw', 'talk']]);
  });

  it('stays in the mining phase while another model loads', async () => {
    const { board, engine, models, gpu } = setUpEngine();
    const { passing, open } = gate();
    gpu.load.mockImplementation(async (id) => (id === 'talk' ? passing : undefined));
    await engine.prepare(models);
    board.set(CONNECTED);
    open();
    const phases = new Set<string>();
    board.subscribe(() => phases.add(board.current().phase));
    await settled(board);
    expect([...phases]).toEqual(['mining']);
  });

  it('tells how many test inputs have run, and how far the worst was from its reference', async () => {
    const { board, gpu, prepareAll } = setUpEngine();
    gpu.conformance.mockImplementation(async (modelId, options) => {
      options?.onProgress?.({ done: 3, total: 9 });
      expect(board.current().models.find(({ id }) => id === modelId)).toMatchObject({
        ...{ state: 'proving', tests: { done: 3, total: 9 }, deviation: null },
      });
      return { ...(await passed(modelId)), relativeL2: 1e-4, tolerance: 4e-4 };
    });
    await prepareAll();
    expect(board.current().models[0]).toMatchObject({
      ...{ state: 'ready', tests: { done: 9, total: 9 }, deviation: 0.25 },
    });
  });

  describe('on a GPU that is too slow to run all test inputs at once', () => {
    /** A GPU that has run three of five when a model is offered, and what it does at each further input. */
    const slowGpu = (next: (id: string, done: number) => void) => {
      const engine = setUpEngine();
      const ran = new Map<string, number>();
      engine.gpu.conformance.mockImplementation(async (id, options) => {
        const done = options?.scope === 'some' ? 3 : ran.get(id)! + 1;
        ran.set(id, done);
        if (done > 3) next(id, done);
        return { ...(await passed(id)), tests: { done, total: 5 } };
      });
      return { ...engine, ran };
    };
    const testsOf = ({ board }: ReturnType<typeof setUpEngine>) =>
      board.current().models.map(({ tests }) => tests?.done);

    it('runs the rest one by one after the models are offered', async () => {
      const engine = slowGpu(() => undefined);
      await engine.prepareAll();
      expect(engine.offers.at(-1)).toEqual(['draw', 'talk']);
      await vi.waitFor(() => expect(testsOf(engine)).toEqual([5, 5]));
      expect(statesOf(engine.board)).toEqual(['ready', 'ready']);
      const scopes = engine.gpu.conformance.mock.calls.map(([id, options]) => [id, options?.scope]);
      expect(scopes).toEqual([
        ['draw', 'some'],
        ['talk', 'some'],
        ...[1, 2].flatMap(() => [
          ['draw', 'next'],
          ['talk', 'next'],
        ]),
      ]);
    });

    it('withdraws a model whose last test input is wrong', async () => {
      const engine = slowGpu((id, done) => {
        if (id === 'talk' && done === 5)
          throw new GpuError('CONFORMANCE_FAILED', '1 of 4 test inputs of Talk came out wrong.');
      });
      await engine.prepareAll();
      await vi.waitFor(() => expect(engine.offers.at(-1)).toEqual(['draw']));
      expect(engine.board.current().models[1]).toMatchObject({
        ...{ state: 'refused', detail: '1 of 4 test inputs of Talk came out wrong.' },
      });
      expect(engine.onFailed).not.toHaveBeenCalled();
    });

    it('withdraws a model that takes the worker down, and prepares the others again', async () => {
      const engine = slowGpu((id) => {
        if (id === 'talk') throw new GpuError('DEVICE_LOST', 'The GPU is gone.');
      });
      await engine.prepareAll();
      await vi.waitFor(() => expect(statesOf(engine.board)).toEqual(['ready', 'refused']));
      await vi.waitFor(() => expect(testsOf(engine)[0]).toBe(5));
      expect(await engine.run()).toEqual(outcome);
    });

    it('waits while too many tasks do', async () => {
      let isFull = true;
      const engine = slowGpu((id) => {
        if (!isFull) return;
        isFull = false;
        engine.ran.set(id, 3);
        throw new GpuError('QUEUE_FULL', 'Others wait.');
      });
      await engine.prepareAll();
      await vi.waitFor(() => expect(testsOf(engine)).toEqual([5, 5]));
      expect(statesOf(engine.board)).toEqual(['ready', 'ready']);
    });
  });

  it('refuses a model that fails its test inputs, and says why', async () => {
    const { board, engine, prepareAll } = setUpEngine({
      conformance: (modelId) => (modelId === 'talk' ? wrongNumbers() : passed(modelId)),
    });
    await prepareAll();
    expect(engine.models()).toEqual(['draw']);
    expect(board.current().models[1]).toMatchObject({
      state: 'refused',
      detail: 'This GPU gave wrong numbers.',
    });
  });

  it('refuses a model whose download fails, and continues with the next', async () => {
    const { board, engine, models, fetchModel, gpu } = setUpEngine();
    fetchModel.mockRejectedValueOnce(new GpuError('GPU_UNFIT', 'Draw needs a GPU that offers shader-f16.'));
    await engine.prepare(models);
    expect(engine.models()).toEqual(['talk']);
    expect(gpu.load.mock.calls.map(([id]) => id)).toEqual(['talk']);
    expect(board.current().models[0]).toMatchObject({
      state: 'refused',
      detail: 'Draw needs a GPU that offers shader-f16.',
    });
  });

  it('fails when no model can run, and at once when there is no GPU', async () => {
    const noModel = setUpEngine({ conformance: wrongNumbers });
    await expect(noModel.engine.prepare(noModel.models)).rejects.toMatchObject({
      code: 'NO_MODEL',
      message: expect.stringContaining('Talk: This GPU gave wrong numbers.'),
    });
    expect(noModel.onFailed).not.toHaveBeenCalled();
    const noGpu = setUpEngine({
      probe: () => Promise.reject(new GpuError('NO_WEBGPU', 'This browser has no WebGPU.')),
    });
    await expect(noGpu.engine.prepare(noGpu.models)).rejects.toMatchObject({ code: 'NO_WEBGPU' });
    expect(noGpu.fetchModel).not.toHaveBeenCalled();
  });

  it('ends a start that is stopped during a download', async () => {
    const { engine, models, fetchModel, onFailed } = setUpEngine();
    let stopped = false;
    fetchModel.mockImplementation(
      (_id, _features, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            stopped = true;
            reject(signal.reason);
          }),
        ),
    );
    const start = engine.prepare(models);
    await vi.waitFor(() => expect(fetchModel).toHaveBeenCalled());
    engine.dispose();
    await expect(start).rejects.toMatchObject({ code: 'STOPPED' });
    expect(stopped).toBe(true);
    expect(fetchModel).toHaveBeenCalledTimes(1);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it('shows the preparation after a GPU loss, then returns to mining', async () => {
    const { board, prepareAll, lose, run } = setUpEngine();
    await prepareAll();
    board.set(CONNECTED);
    const phases: string[] = [];
    board.subscribe(() => {
      if (phases.at(-1) !== board.current().phase) phases.push(board.current().phase);
    });
    lose();
    await run();
    expect(phases).toEqual(['loading', 'proving', 'mining']);
  });

  it('does not refuse a model when another model’s task took the worker down', async () => {
    const { board, engine, models, gpu, run, work } = setUpEngine();
    const { passing, open } = gate();
    gpu.load.mockImplementation(async (id) => (id === 'talk' ? passing : undefined));
    await engine.prepare(models);
    await vi.waitFor(() => expect(gpu.load).toHaveBeenCalledTimes(2));
    // The task runs between talk's load and its test inputs, which then finds an empty worker.
    const lost = run();
    work.mockRejectedValueOnce(new GpuError('DEVICE_LOST', 'The GPU was lost.'));
    gpu.conformance.mockRejectedValueOnce(new GpuError('MODEL_NOT_LOADED', 'talk is not loaded.'));
    open();
    await expect(lost).rejects.toMatchObject({ code: 'DEVICE_LOST' });
    expect(await run('talk')).toEqual(outcome);
    expect(await run()).toEqual(outcome);
    expect(statesOf(board)).toEqual(['ready', 'ready']);
  });

  it.each(['OUT_OF_MEMORY', 'DEVICE_LOST', 'TIMED_OUT'] as const)(
    'refuses the model that takes the worker down with %s, and prepares the others again',
    async (code) => {
      const { board, engine, models, gpu, prepareAll } = setUpEngine();
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
});
