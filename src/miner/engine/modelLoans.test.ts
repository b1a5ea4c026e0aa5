import { expect, it, vi } from 'vitest';
import { GpuError, type GpuErrorCode } from '#miner/gpu/gpuError.ts';
import { MOST_LOAN_BYTES } from '#miner/models/modelLoanError.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';
import {
  adapter,
  gate,
  noMemory,
  outcome,
  PROVEN,
  passed,
  settled,
  setUpEngine,
  wrongNumbers,
} from '#miner/testing/engine.ts';

const SING = { model: 'sing', manifest: PROVEN };
const signal = new AbortController().signal;
const onProgress = () => undefined;

/** A tab that mines with `draw` and `talk`. */
async function setUp(change: Parameters<typeof setUpEngine>[0] = {}) {
  const tab = setUpEngine(change);
  await tab.prepareAll();
  tab.fetchModel.mockClear();
  tab.gpu.load.mockClear();
  tab.gpu.conformance.mockClear();
  return { ...tab, loans: tab.engine.loans };
}

it('downloads the model, has it prove itself, and unloads it after its use', async () => {
  const { loans, fetchModel, gpu, engine, board } = await setUp();
  const told: unknown[] = [];
  await loans.fetch(SING, { onProgress: (progress) => told.push(progress), signal });
  expect(fetchModel.mock.calls.map(([id, features]) => [id, features])).toEqual([['sing', adapter.features]]);
  expect(told).toEqual([{ stage: 'download', done: 5, total: 9 }]);
  expect(gpu.load).not.toHaveBeenCalled();
  const use = async () => {
    expect([gpu.load, gpu.conformance].map(({ mock }) => mock.calls.map(([id]) => id))).toEqual([
      ['sing'],
      ['sing'],
    ]);
    expect(gpu.unload).not.toHaveBeenCalled();
    return 7;
  };
  expect(await loans.lend(SING, use, signal)).toBe(7);
  expect(gpu.unload.mock.calls).toEqual([['sing']]);
  // It is never offered.
  expect(engine.models()).toEqual(['draw', 'talk']);
  expect(board.current().models.map(({ id }) => id)).toEqual(['draw', 'talk']);
});

it('unloads a model whose use fails', async () => {
  const { loans, gpu } = await setUp();
  await expect(loans.lend(SING, () => Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  expect(gpu.unload.mock.calls).toEqual([['sing']]);
});

it.each([
  ['the site has another version', { manifest: `0x${'1'.repeat(64)}` as const }, 'MODEL_UNKNOWN'],
  ['it is too large', { bytes: MOST_LOAN_BYTES + 1 }, 'MODEL_TOO_LARGE'],
])('downloads nothing when %s', async (_, change, code) => {
  const { loans, lookUp, fetchModel } = await setUp();
  lookUp.mockResolvedValue({ manifest: PROVEN, bytes: 9, missingBytes: 9, ...change });
  await expect(loans.fetch(SING, { onProgress, signal })).rejects.toMatchObject({ code, isLasting: true });
  expect(fetchModel).not.toHaveBeenCalled();
});

it('downloads a model of exactly the largest size', async () => {
  const { loans, lookUp, fetchModel } = await setUp();
  lookUp.mockResolvedValue({ manifest: PROVEN, bytes: MOST_LOAN_BYTES, missingBytes: 1 });
  await loans.fetch(SING, { onProgress, signal });
  expect(fetchModel).toHaveBeenCalledOnce();
});

it('downloads nothing when it may not, and needs no leave for what is here', async () => {
  const { loans, lookUp, fetchModel, mayDownload } = await setUp();
  mayDownload.mockReturnValue(false);
  const refused = { code: 'DOWNLOAD_OFF', isLasting: false };
  await expect(loans.fetch(SING, { onProgress, signal })).rejects.toMatchObject(refused);
  lookUp.mockResolvedValue({ manifest: PROVEN, bytes: 9, missingBytes: 0 });
  await loans.fetch(SING, { onProgress, signal });
  expect(fetchModel).not.toHaveBeenCalled();
});

it('ends a download when it is switched off meanwhile', async () => {
  const { loans, fetchModel, mayDownload } = await setUp();
  let ended = false;
  fetchModel.mockImplementation(async (_id, _features, options) => {
    options.signal.addEventListener('abort', () => (ended = true));
    mayDownload.mockReturnValue(false);
    options.onProgress({ stage: 'download', done: 5, total: 9 });
    await new Promise(() => undefined);
  });
  await expect(loans.fetch(SING, { onProgress, signal })).rejects.toMatchObject({ code: 'DOWNLOAD_OFF' });
  expect(ended).toBe(true);
});

it.each<[ModelStoreError['code'], string]>([
  ['UNKNOWN_MODEL', 'MODEL_UNKNOWN'],
  ['DOWNLOAD_FAILED', 'DOWNLOAD_FAILED'],
  ['CHECKSUM_MISMATCH', 'DOWNLOAD_FAILED'],
  ['NO_SPACE', 'NO_SPACE'],
])('a download that fails with %s ends with %s', async (code, problem) => {
  const { loans, fetchModel } = await setUp();
  fetchModel.mockRejectedValue(new ModelStoreError(code, 'It failed.'));
  await expect(loans.fetch(SING, { onProgress, signal })).rejects.toMatchObject({ code: problem });
});

it('fetches one model at a time, and lets one that gives up go at once', async () => {
  const { loans, fetchModel } = await setUp();
  const { passing, open } = gate();
  fetchModel.mockImplementationOnce(() => passing);
  const first = loans.fetch(SING, { onProgress, signal });
  const hurried = new AbortController();
  const second = loans.fetch({ ...SING, model: 'hum' }, { onProgress, signal: hurried.signal });
  hurried.abort(new Error('too late'));
  await expect(second).rejects.toThrow('too late');
  const third = loans.fetch({ ...SING, model: 'whistle' }, { onProgress, signal });
  await vi.waitFor(() => expect(fetchModel).toHaveBeenCalledOnce());
  open();
  await Promise.all([first, third]);
  expect(fetchModel.mock.calls.map(([id]) => id)).toEqual(['sing', 'whistle']);
});

it('does not use a model that fails its test inputs, and does not try it again', async () => {
  const { loans, gpu } = await setUp({
    conformance: (id) => (id === 'sing' ? wrongNumbers() : passed(id)),
  });
  const use = vi.fn();
  const refused = { code: 'MODEL_REFUSED', isLasting: true };
  await expect(loans.lend(SING, use, signal)).rejects.toMatchObject(refused);
  await expect(loans.fetch(SING, { onProgress, signal })).rejects.toMatchObject(refused);
  await expect(loans.lend(SING, use, signal)).rejects.toMatchObject(refused);
  expect(use).not.toHaveBeenCalled();
  expect(gpu.load).toHaveBeenCalledOnce();
  expect(gpu.unload.mock.calls).toEqual([['sing']]);
});

it('does not use another version that the site has published meanwhile', async () => {
  const { loans, gpu } = await setUp();
  gpu.conformance.mockResolvedValueOnce({
    ...{
      modelId: 'sing',
      tests: { done: 9, total: 9 },
      relativeL2: 0,
      tolerance: 1,
      manifest: `0x${'1'.repeat(64)}`,
    },
  });
  await expect(loans.lend(SING, vi.fn(), signal)).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
});

it('does not try a model that this GPU refused when the tab wanted to mine with it', async () => {
  const { engine, models, board, gpu } = setUpEngine({
    conformance: (id) => (id === 'sing' ? wrongNumbers() : passed(id)),
  });
  models.set('sing', 'Sing');
  await engine.prepare(models);
  await settled(board);
  gpu.load.mockClear();
  await expect(engine.loans.lend(SING, vi.fn(), signal)).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
  expect(gpu.load).not.toHaveBeenCalled();
});

it('gives up a model for which there is no memory, and prepares the mined ones again', async () => {
  const { loans, gpu, run, engine, onFailed, board } = await setUp();
  gpu.load.mockImplementation(async (id) => {
    if (id === 'sing') throw noMemory();
  });
  const refused = { code: 'OUT_OF_MEMORY', isLasting: true };
  await expect(loans.lend(SING, vi.fn(), signal)).rejects.toMatchObject(refused);
  expect(await run()).toEqual(outcome);
  await settled(board);
  expect(gpu.load.mock.calls.map(([id]) => id)).toEqual(['sing', 'draw', 'talk']);
  expect([engine.models(), engine.together('talk'), onFailed.mock.calls]).toEqual([['draw', 'talk'], 4, []]);
  await expect(loans.lend(SING, vi.fn(), signal)).rejects.toMatchObject(refused);
  expect(gpu.load).toHaveBeenCalledTimes(3);
});

it('blames a loan, and not the tasks that run together, when a task finds no memory meanwhile', async () => {
  const { loans, work, run, engine } = await setUp();
  await loans.lend(
    SING,
    async () => {
      work.mockRejectedValueOnce(noMemory());
      await expect(run('talk')).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    },
    signal,
  );
  expect(engine.together('talk')).toBe(4);
  expect(await run('talk')).toEqual(outcome);
  await expect(loans.lend(SING, vi.fn(), signal)).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
});

it.each<GpuErrorCode>(['DEVICE_LOST', 'TIMED_OUT'])(
  'tries a model with which the GPU was lost (%s) once more, and never a third time',
  async (code) => {
    const { loans, gpu } = await setUp();
    gpu.load.mockImplementation(async (id) => {
      if (id === 'sing') throw new GpuError(code, 'The GPU is gone.');
    });
    await expect(loans.lend(SING, vi.fn(), signal)).rejects.toMatchObject({ code });
    await expect(loans.lend(SING, vi.fn(), signal)).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    gpu.load.mockClear();
    await expect(loans.lend(SING, vi.fn(), signal)).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    expect(gpu.load.mock.calls.flat()).not.toContain('sing');
  },
);

it('unloads a model that is ready after its juror has given up, before the next is loaned', async () => {
  const { loans, gpu } = await setUp();
  const { passing, open } = gate();
  gpu.load.mockImplementationOnce(() => passing);
  const hurried = new AbortController();
  const use = vi.fn();
  const lending = loans.lend(SING, use, hurried.signal);
  const ended = expect(lending).rejects.toThrow('too late');
  hurried.abort(new Error('too late'));
  await expect(loans.lend({ ...SING, model: 'hum' }, use, signal)).rejects.toMatchObject({
    code: 'QUEUE_FULL',
  });
  open();
  await ended;
  expect(gpu.unload.mock.calls).toEqual([['sing']]);
  expect(use).not.toHaveBeenCalled();
  await loans.lend({ ...SING, model: 'hum' }, use, signal);
  expect(use).toHaveBeenCalledOnce();
});
