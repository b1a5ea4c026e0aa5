import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { createGpuClient } from '#miner/gpu/gpuClient.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo, GpuWorkerApi } from '#miner/gpu/gpuProtocol.ts';
import { PROVEN } from '#miner/testing/engine.ts';
import { FakeWorker } from '#miner/testing/fakeWorker.ts';
import { type GpuRerunDeps, gpuRerun, type RerunProgress } from '#web/create/rerun/gpuRerun.ts';

const ADAPTER = { vendor: 'scripted', features: new Set() } as unknown as AdapterInfo;
const WORK = {
  request: { kind: 'image', model: 'draw', manifest: PROVEN },
  result: { kind: 'image', png: new Uint8Array() },
  parts: undefined,
} as unknown as AuditedWork;
const measureOf = (value: number): AuditMeasure => ({ measures: { whole: { value, bound: 1 } } });
const PASSED = {
  modelId: 'draw',
  manifest: PROVEN,
  tests: { done: 9, total: 9 },
  relativeL2: 0,
  tolerance: 1,
} as const;
const forever = () => new Promise<never>(() => undefined);

let workers: FakeWorker[];
let stages: string[];
let over: AbortController;
let taken: boolean;
beforeEach(() => {
  [workers, stages, over, taken] = [[], [], new AbortController(), false];
});
afterEach(() => vi.unstubAllGlobals());

const told = ({ stage, done, total }: RerunProgress) =>
  total === undefined ? stage : `${stage} ${done}/${total}`;

/** Runs a result again with the real client of a GPU's worker that answers so. */
function rerun(change: Partial<GpuWorkerApi> = {}, deps: Partial<GpuRerunDeps> = {}) {
  const api: Partial<GpuWorkerApi> = {
    start: async () => ADAPTER,
    load: async (_, onProgress) => await onProgress({ stage: 'download', done: 3, total: 9 }),
    conformance: async () => PASSED,
    audit: async (_, onProgress) => {
      await onProgress({ kind: 'step', done: 1, total: 2 });
      return measureOf(0.25);
    },
    ...change,
  };
  vi.stubGlobal(
    'Worker',
    class extends FakeWorker {
      constructor() {
        super(api);
        workers.push(this);
      }
    },
  );
  const run = gpuRerun(
    {
      createGpu: () => createGpuClient({ modelsUrl: 'http://models.test/' }),
      isMining: async () => false,
      alone: async (work) => {
        if (taken) return undefined;
        taken = true;
        return work().finally(() => void (taken = false));
      },
      ...deps,
    },
    WORK,
    { signal: over.signal, onProgress: (progress) => void stages.push(told(progress)) },
  );
  return run;
}
const areEnded = () => workers.length === 1 && workers.every(({ terminated }) => terminated);

describe('gpuRerun', () => {
  it('loads the model, proves the GPU, measures once what is right, and frees the GPU', async () => {
    expect(await rerun()).toEqual({ finding: 'right', distance: 250_000n, reason: null });
    expect(stages).toEqual(['start', 'download 3/9', 'reference', 'measure', 'measure 1/2']);
    expect(areEnded()).toBe(true);
  });

  it.each([
    ['both are beyond the bound', [7, 5], 'wrong', 5_000_000n],
    ['the second one is within it', [7, 0.5], 'right', 500_000n],
  ] as const)('measures twice what looks wrong: %s', async (_, values, finding, distance) => {
    const left = [...values];
    const judged = await rerun({ audit: async () => measureOf(left.shift()!) });
    expect(judged).toMatchObject({ finding, distance });
    expect(left).toEqual([]);
  });

  it('lets no GPU judge that fails the test inputs', async () => {
    const audit = vi.fn(async () => measureOf(0));
    const conformance = async () => {
      throw new GpuError('CONFORMANCE_FAILED', 'wrong numbers');
    };
    await expect(rerun({ conformance, audit })).rejects.toMatchObject({ code: 'CONFORMANCE_FAILED' });
    expect(audit).not.toHaveBeenCalled();
    expect(areEnded()).toBe(true);
  });

  it('compares nothing with another version of the model', async () => {
    const conformance = async () => ({ ...PASSED, manifest: `0x${'1'.repeat(64)}` as const });
    await expect(rerun({ conformance })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
    expect(areEnded()).toBe(true);
  });

  it.each<[string, string, Partial<GpuWorkerApi>]>([
    [
      'the download',
      'download 3/9',
      {
        load: (_, onProgress) => {
          onProgress({ stage: 'download', done: 3, total: 9 });
          return forever();
        },
      },
    ],
    ['the test inputs', 'reference', { conformance: forever }],
    ['the measuring', 'measure', { audit: forever }],
  ])('ends with the GPU’s worker when it is cancelled in %s', async (_, stage, change) => {
    const run = rerun(change);
    await vi.waitFor(() => expect(stages.at(-1)).toBe(stage));
    over.abort(new DOMException('left', 'AbortError'));
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(areEnded()).toBe(true);
    expect(taken).toBe(false);
  });

  it('says that the GPU failed when its worker is lost, and can be run again', async () => {
    const run = rerun({ audit: forever });
    await vi.waitFor(() => expect(stages.at(-1)).toBe('measure'));
    workers[0]!.crash('gone');
    await expect(run).rejects.toMatchObject({ code: 'INFERENCE_FAILED', detail: 'WORKER_CRASHED' });
    workers = [];
    expect(await rerun()).toMatchObject({ finding: 'right' });
  });

  it('starts no GPU beside a miner’s, or beside another run', async () => {
    await expect(rerun({}, { isMining: async () => true })).rejects.toMatchObject({ code: 'MINING' });
    taken = true;
    await expect(rerun()).rejects.toMatchObject({ code: 'RUNNING' });
    expect(workers).toEqual([]);
  });
});
