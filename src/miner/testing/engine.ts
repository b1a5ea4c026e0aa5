import { expect, vi } from 'vitest';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { FetchModel } from '#miner/engine/modelDownloads.ts';
import type { SuppliedModel } from '#miner/engine/modelSupply.ts';
import { ProvenEngine } from '#miner/engine/provenEngine.ts';
import type { GpuClient, RunOptions } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, GpuError, isOneOf } from '#miner/gpu/gpuError.ts';
import { GpuQueue } from '#miner/gpu/gpuQueue.ts';
import { type MinerFacts, NO_FIGURES } from '#miner/status/minerStatus.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

export const adapter = {
  vendor: 'acme',
  architecture: 'gen-1',
  description: '',
  isFallback: true,
  subgroupMinSize: 4,
  features: new Set(['shader-f16']),
  engine: '1.30.0',
  userAgent: 'Mozilla/5.0 Chrome/143.0.0.0 Safari/537.36',
};
export const outcome: TaskOutcome = {
  result: { kind: 'image', png: new Uint8Array([1]) },
  trace: [new Uint8Array([2])],
  seconds: 1,
};
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
  manifest: `0x${'0'.repeat(64)}`,
  salt: `0x${'1'.repeat(32)}`,
};

/** Hash of the manifest of every model that this GPU loads. */
export const PROVEN = `0x${'0'.repeat(64)}` as const;

export const passed: GpuClient['conformance'] = async (modelId) => ({
  modelId,
  manifest: PROVEN,
  tests: { done: 9, total: 9 },
  relativeL2: 0,
  tolerance: 1e-4,
});
export const wrongNumbers = () =>
  Promise.reject(new GpuError('CONFORMANCE_FAILED', 'This GPU gave wrong numbers.'));
export const noMemory = () => new GpuError('OUT_OF_MEMORY', 'The GPU has not enough memory free for this.');

/** A proven engine on a GPU client whose calls a test sets; they pass through a real queue. */
export function setUpEngine(change: Partial<Pick<GpuClient, 'probe' | 'conformance'>> = {}) {
  const queue = new GpuQueue();
  const work = vi.fn<(request: TaskRequest) => Promise<TaskOutcome>>(async () => outcome);
  let lose: (error: GpuError, isSettingUp: boolean) => void = () => undefined;
  let reported: unknown;
  /** Like the client when its worker dies: reports the loss once, before its calls reject. */
  const lost = (error: unknown): never => {
    if (isOneOf(ENDS_WORKER, error) && error !== reported) lose((reported = error), queue.isSettingUp);
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
      manifest: PROVEN,
    })),
    run: (asked: TaskRequest, options: RunOptions = {}) =>
      queue.run(() => work(asked).catch(lost), { ...options, model: asked.model, limit: options.limit! }),
    audit: vi.fn<GpuClient['audit']>(async () => ({ measures: {} })),
    unload: vi.fn<GpuClient['unload']>(async () => undefined),
    refresh: () => queue.refresh(),
    dispose: vi.fn(),
  };
  const fetchModel = vi.fn<FetchModel>(async (_id, _features, { onProgress }) =>
    onProgress({ stage: 'download', done: 5, total: 9 }),
  );
  const lookUp = vi.fn(
    async (_id: string): Promise<SuppliedModel> => ({ manifest: PROVEN, bytes: 9, missingBytes: 9 }),
  );
  const mayDownload = vi.fn(() => true);
  const board = new StatusBoard();
  const onFailed = vi.fn<(error: Error) => void>();
  const offers: string[][] = [];
  const engine: ProvenEngine = new ProvenEngine({
    createGpu: (onLost) => {
      lose = onLost;
      return {
        ...gpu,
        load: (id, onProgress) => queue.setUp(() => gpu.load(id, onProgress).catch(lost)),
        conformance: (id, options) => queue.setUp(() => gpu.conformance(id, options).catch(lost)),
        calibrate: (id) => queue.setUp(() => gpu.calibrate(id).catch(lost)),
        unload: (id) => queue.setUp(() => gpu.unload(id).catch(lost)),
      };
    },
    supply: { fetch: fetchModel, lookUp },
    mayDownload: () => mayDownload(),
    board,
    onOffers: () => offers.push(engine.models()),
    onFailed,
    testPauseMs: 1,
  });
  const models = new Map([
    ['draw', 'Draw'],
    ['talk', 'Talk'],
  ]);
  const run = (model = 'draw', signal = new AbortController().signal) =>
    engine.run(
      { ...request, model },
      {
        claim: { client: 'boss', weight: () => 1 },
        onStart: () => undefined,
        onProgress: () => undefined,
        signal,
      },
    );
  /** Prepares all models until each is ready or refused. */
  const prepareAll = async () => {
    await engine.prepare(models);
    await settled(board);
  };
  const loseIdle = (error = new GpuError('DEVICE_LOST', 'The GPU was lost.')) => lose(error, false);
  return {
    gpu,
    work,
    fetchModel,
    lookUp,
    mayDownload,
    board,
    engine,
    models,
    run,
    prepareAll,
    offers,
    onFailed,
    lose: loseIdle,
  };
}

export const statesOf = (board: StatusBoard) => board.current().models.map(({ state }) => state);
export const settled = (board: StatusBoard) =>
  vi.waitFor(() => expect(statesOf(board).every((state) => ['ready', 'refused'].includes(state))).toBe(true));

export const CONNECTED: Partial<MinerFacts> = {
  lifecycle: 'running',
  coordinators: [
    {
      operator: `0x${'1'.repeat(40)}`,
      name: 'Boss',
      state: 'connected',
      code: null,
      sentence: null,
      figures: NO_FIGURES,
    },
  ],
};

/** A promise that the test settles. */
export function gate() {
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const passing = new Promise<void>((resolve, reject) => ([open, fail] = [resolve, reject]));
  return { passing, open, fail };
}
