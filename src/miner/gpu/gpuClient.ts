import { type Remote, releaseProxy } from 'comlink';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { TestScope } from '#inference/conformance/admit.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { GpuClaim } from '#miner/gpu/fairQueueing.ts';
import { ENDS_WORKER, GpuError, type GpuErrorCode, toGpuError } from '#miner/gpu/gpuError.ts';
import type {
  AdapterInfo,
  ConformanceReport,
  GpuWorkerApi,
  LoadProgress,
  PaceReport,
  TestProgress,
  Workarounds,
} from '#miner/gpu/gpuProtocol.ts';
import { GpuQueue } from '#miner/gpu/gpuQueue.ts';
import { ALL_WORKAROUNDS } from '#miner/gpu/kernelWorkarounds.ts';
import { remoteOf } from '#miner/rpc/workerRpc.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/**
 * A call without progress for this long is hung: compiling the first shaders on a slow adapter takes a
 * fraction of it.
 */
const STALL_LIMIT_MS = 180_000;
/** Calls that may wait or run. A tab takes few tasks, so more is a caller's mistake. */
const QUEUE_LIMIT = 32;

export interface GpuClientOptions {
  /**
   * Absolute URL of the folder with `catalogue.json`, ending with a slash; `/models/` of this origin by
   * default.
   */
  readonly modelsUrl?: string;
  /** Tests only: without a workaround the affected back end must fail its conformance task. */
  readonly workarounds?: Workarounds;
  /** Longest silence of a call before its worker is killed, in milliseconds. */
  readonly stallLimitMs?: number;
  /**
   * Called when the worker dies, before its calls reject.
   * @param isSettingUp whether a set-up call was under way, whose own rejection says the same
   */
  readonly onLost?: (error: GpuError, isSettingUp: boolean) => void;
}

export interface RunOptions {
  /** Who the task is for (see `TaskTurn`). */
  readonly claim?: GpuClaim;
  /**
   * Aborting rejects a waiting task with the signal's reason, and a running one with CANCELLED at its next
   * step.
   */
  readonly signal?: AbortSignal;
  /** Called when the task's turn comes. */
  readonly onStart?: () => void;
  readonly onProgress?: (progress: TaskProgress) => void;
  /**
   * How many tasks of this model may run together now (see `TaskTurn`). By default all texts, and one image.
   */
  readonly limit?: () => number;
}

export type AuditOptions = Pick<RunOptions, 'claim' | 'signal' | 'onProgress' | 'limit'>;

export interface TestOptions {
  readonly scope?: TestScope;
  readonly onProgress?: (progress: TestProgress) => void;
}

/**
 * The tab's GPU. Calls queue up (see `GpuQueue`); each rejects with a `GpuError`. After one of `ENDS_WORKER`
 * the worker is gone with its models: the next call starts a fresh one, so call `load` and `conformance`
 * again before `run`.
 */
export interface GpuClient {
  /** Starts the worker and names its adapter. @throws GpuError NO_WEBGPU, NO_ADAPTER, SESSION_FAILED */
  probe(): Promise<AdapterInfo>;
  /** Downloads (or takes from the store), verifies and compiles a model; nothing to do if it is loaded. */
  load(modelId: string, onProgress?: (progress: LoadProgress) => void): Promise<void>;
  /**
   * Runs the test of the back end and test inputs of the model, all of them by default.
   * @throws GpuError CONFORMANCE_FAILED with figures
   */
  conformance(modelId: string, options?: TestOptions): Promise<ConformanceReport>;
  /** Finds the fastest way to run a model that passed its test inputs, and measures it. */
  calibrate(modelId: string): Promise<PaceReport>;
  /** Frees the GPU's memory of a model; nothing to do if it is not loaded. */
  unload(modelId: string): Promise<void>;
  run(request: TaskRequest, options?: RunOptions): Promise<TaskOutcome>;
  /** Measures another miner's result (see `LoadedModel.audit`). It waits like a task does. */
  audit(work: AuditedWork, options?: AuditOptions): Promise<AuditMeasure>;
  /** Looks at the waiting tasks again after a `limit` has changed. */
  refresh(): void;
  /** Kills the worker; calls in flight and later ones reject with DISPOSED. */
  dispose(): void;
}

interface GpuWorker {
  readonly worker: Worker;
  readonly api: Remote<GpuWorkerApi>;
  /** Once it has a device. */
  readonly info: Promise<AdapterInfo>;
}

/** A GPU worker of its own, started at the first call. Works in a page and in a worker. */
export function createGpuClient(options: GpuClientOptions = {}): GpuClient {
  return new QueuedGpuClient(options);
}

class QueuedGpuClient implements GpuClient {
  readonly #options: GpuClientOptions;
  readonly #queue = new GpuQueue();
  #gpu: GpuWorker | undefined;
  #disposed = false;
  /** Reject the calls that are on the worker now. */
  readonly #failCalls = new Set<(error: GpuError) => void>();
  #stallTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: GpuClientOptions) {
    this.#options = options;
  }

  probe(): Promise<AdapterInfo> {
    return this.#setUp(() => this.#worker().info);
  }

  load(modelId: string, onProgress?: (progress: LoadProgress) => void): Promise<void> {
    return this.#setUp(() => this.#ask((api) => api.load(modelId, this.#relay(onProgress))));
  }

  conformance(modelId: string, { scope = 'all', onProgress }: TestOptions = {}): Promise<ConformanceReport> {
    const listener = this.#relay(onProgress);
    return this.#setUp(() => this.#ask((api) => api.conformance(modelId, scope, listener)));
  }

  calibrate(modelId: string): Promise<PaceReport> {
    return this.#setUp(() => this.#ask((api) => api.calibrate(modelId)));
  }

  /** Waits even where other calls are refused: what nobody unloads would take memory until the end. */
  unload(modelId: string): Promise<void> {
    return this.#queue.setUp(async () => {
      // A worker that is gone has loaded nothing.
      if (this.#gpu !== undefined) await this.#supervise(() => this.#ask((api) => api.unload(modelId)));
    });
  }

  run(
    request: TaskRequest,
    { claim, signal, onStart, onProgress, limit = () => defaultLimit(request) }: RunOptions = {},
  ): Promise<TaskOutcome> {
    const full = this.#refuseIfFull();
    if (full !== undefined) return Promise.reject(full);
    const run = (api: Remote<GpuWorkerApi>) =>
      api.run(request, this.#relay(onProgress), signal ?? new AbortController().signal);
    const turn = { model: request.model, claim, limit, signal, onStart };
    return this.#queue.run(() => this.#supervise(() => this.#ask(run)), turn);
  }

  audit(
    work: AuditedWork,
    { claim, signal, onProgress, limit = () => 1 }: AuditOptions = {},
  ): Promise<AuditMeasure> {
    const full = this.#refuseIfFull();
    if (full !== undefined) return Promise.reject(full);
    const audit = (api: Remote<GpuWorkerApi>) =>
      api.audit(work, this.#relay(onProgress), signal ?? new AbortController().signal);
    // Alone: it computes in other shapes than the tasks that run together.
    const turn = {
      model: `audit of ${work.request.model}`,
      claim,
      limit: () => Math.min(1, limit()),
      signal,
    };
    return this.#queue.run(() => this.#supervise(() => this.#ask(audit)), turn);
  }

  refresh(): void {
    this.#queue.refresh();
  }

  dispose(): void {
    this.#disposed = true;
    this.#kill(new GpuError('DISPOSED', 'The GPU was shut down.'));
  }

  #setUp<T>(call: () => Promise<T>): Promise<T> {
    const full = this.#refuseIfFull();
    return full === undefined ? this.#queue.setUp(() => this.#supervise(call)) : Promise.reject(full);
  }

  #refuseIfFull(): GpuError | undefined {
    if (this.#queue.size < QUEUE_LIMIT) return undefined;
    return new GpuError('QUEUE_FULL', `${QUEUE_LIMIT} calls wait for the GPU already.`);
  }

  /** Rejects the call when the worker dies or makes no progress for too long. */
  #supervise<T>(call: () => Promise<T>): Promise<T> {
    if (this.#disposed) return Promise.reject(new GpuError('DISPOSED', 'The GPU was shut down.'));
    return new Promise<T>((resolve, reject) => {
      this.#failCalls.add(reject);
      this.#restartStallTimer();
      call()
        .then(resolve, reject)
        .finally(() => {
          this.#failCalls.delete(reject);
          if (this.#failCalls.size === 0) clearTimeout(this.#stallTimer);
        });
    });
  }

  #restartStallTimer(): void {
    clearTimeout(this.#stallTimer);
    const limit = this.#options.stallLimitMs ?? STALL_LIMIT_MS;
    this.#stallTimer = setTimeout(
      () => this.#kill(new GpuError('TIMED_OUT', `The GPU did not respond for ${limit / 1_000} s.`)),
      limit,
    );
  }

  /** A callback for the worker; each call restarts the stall timer. */
  #relay<T>(listener: ((news: T) => void) | undefined): (news: T) => void {
    return (news: T) => {
      if (this.#failCalls.size > 0) this.#restartStallTimer();
      listener?.(news);
    };
  }

  async #ask<T>(question: (api: Remote<GpuWorkerApi>) => Promise<T>): Promise<T> {
    const { worker, api, info } = this.#worker();
    await info;
    try {
      return await question(api);
    } catch (cause) {
      // The worker's errors have codes; one without was thrown on this side, as by a request that cannot be
      // sent.
      const error = toGpuError(cause, 'BAD_REQUEST');
      if (ENDS_WORKER.includes(error.code)) this.#kill(error, worker);
      throw error;
    }
  }

  #worker(): GpuWorker {
    return (this.#gpu ??= this.#open());
  }

  #open(): GpuWorker {
    const worker = new Worker(new URL('./gpu.worker.ts', import.meta.url), { type: 'module', name: 'gpu' });
    worker.addEventListener('error', (event) => {
      // The worker cannot catch these: a module that fails to load, or running out of memory. Unless it is
      // handled here, the browser reports the error to the parent's own page as well.
      event.preventDefault();
      this.#kill(new GpuError('WORKER_CRASHED', event.message || 'The GPU worker crashed.'), worker);
    });
    const api = remoteOf<GpuWorkerApi>(worker);
    return { worker, api, info: this.#start(worker, api) };
  }

  async #start(worker: Worker, api: Remote<GpuWorkerApi>): Promise<AdapterInfo> {
    const modelsUrl = this.#options.modelsUrl ?? new URL('/models/', self.location.href).href;
    const onDeviceFailed = (code: GpuErrorCode, message: string) =>
      this.#kill(new GpuError(code, message), worker);
    try {
      return await api.start(modelsUrl, this.#options.workarounds ?? ALL_WORKAROUNDS, onDeviceFailed);
    } catch (cause) {
      const error = toGpuError(cause, 'WORKER_CRASHED');
      this.#kill(error, worker);
      throw error;
    }
  }

  /** Ends the worker and the calls on it. @param only does nothing if this worker was replaced since */
  #kill(error: GpuError, only?: Worker): void {
    const gpu = this.#gpu;
    if (only !== undefined && only !== gpu?.worker) return;
    clearTimeout(this.#stallTimer);
    gpu?.api[releaseProxy]();
    gpu?.worker.terminate();
    this.#gpu = undefined;
    const failing = [...this.#failCalls];
    this.#failCalls.clear();
    if (!this.#disposed) this.#options.onLost?.(error, this.#queue.isSettingUp);
    for (const fail of failing) fail(error);
  }
}

/** The worker batches texts itself; it runs images one at a time. */
const defaultLimit = ({ kind }: TaskRequest): number => (kind === 'text' ? QUEUE_LIMIT : 1);
