import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, GpuError, type GpuErrorCode } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo, LoadProgress } from '#miner/gpu/gpuProtocol.ts';
import { hourlyPay } from '#miner/hourlyPay.ts';
import { describeError, MinerError } from '#miner/minerError.ts';
import type { ModelStatus, StatusBoard } from '#miner/minerStatus.ts';
import type { StoreProgress } from '#miner/models/modelStore.ts';
import type { TaskEngine, TaskOutcome } from '#miner/taskEngine.ts';
import { untilAborted } from '#miner/untilAborted.ts';
import type { TaskProgress, TaskRequest } from '#protocol/task.ts';

/** After these no model can be had, so there is no use in trying the next. */
const HOPELESS: readonly GpuErrorCode[] = ['NO_WEBGPU', 'NO_ADAPTER'];

const isOneOf = (codes: readonly GpuErrorCode[], error: unknown): error is GpuError =>
  error instanceof GpuError && codes.includes(error.code);

/** Completes a model's files on this device, if this GPU can run it. */
export type BringModel = (
  id: string,
  features: AdapterInfo['features'],
  options: { onProgress: (progress: StoreProgress) => void; signal: AbortSignal },
) => Promise<void>;

export interface ProvenEngineOptions {
  /** Makes the client; it is handed what to call when the GPU is lost while idle. */
  createGpu(onLost: () => void): GpuClient;
  bring: BringModel;
  board: StatusBoard;
  /** Told when there is a model more or less to offer, or its tasks together have changed. */
  onOffers(): void;
  /** Told once when no model is left, or the GPU cannot be made ready again. */
  onFailed(error: Error): void;
}

/**
 * The tab's GPU as the mining loop's engine. It makes models ready one after the other, each proven before it works,
 * and the first of them works while the others come; after a loss of the GPU it makes all ready again.
 */
export class ProvenEngine implements TaskEngine {
  readonly #options: ProvenEngineOptions;
  readonly #gpu: GpuClient;
  /** Models whose files are on their way. */
  #coming: string[] = [];
  /** Models to be made ready by the GPU. */
  #pending: string[] = [];
  /** Models that passed their test, with how many tasks each computes together; they may be pending again. */
  readonly #offered = new Map<string, number>();
  /** Tasks that the GPU has had the memory for. */
  #mostTogether = Infinity;
  #running = 0;
  #losses = 0;
  #isPreparing = false;
  /** The mining loop's phase, while that of getting ready is shown instead. */
  #phase: 'connecting' | 'mining' | undefined;
  #begun = false;
  /** Why there is no GPU any more. */
  #failure: Error | undefined;
  readonly #disposal = new AbortController();
  readonly #waiting = new Set<() => void>();

  constructor(options: ProvenEngineOptions) {
    this.#options = options;
    this.#gpu = options.createGpu(() => this.#lost());
  }

  /**
   * Names the GPU and begins to make the models ready, in their order. Resolves when the first one is.
   * @param models ids with the names that people are shown
   * @returns the GPU's name
   * @throws GpuError when there is no GPU; MinerError NO_MODEL when no model is fit
   */
  async prepare(models: ReadonlyMap<string, string>): Promise<string> {
    const { board } = this.#options;
    board.set({ phase: 'checking', models: [...models].map(([id, name]) => waiting(id, name)) });
    const adapter = await this.#gpu.probe();
    const name = nameOf(adapter);
    board.set({ phase: 'loading', gpu: { name, fallback: adapter.isFallback } });
    this.#coming = [...models.keys()];
    void this.#bringAll(adapter.features);
    await this.#until(() => this.#offered.size > 0);
    this.#begun = true;
    return name;
  }

  models(): string[] {
    return [...this.#offered.keys()];
  }

  together(model: string): number {
    return Math.min(this.#offered.get(model) ?? 1, this.#mostTogether);
  }

  async run(
    request: TaskRequest,
    { onProgress, signal }: { onProgress: (progress: TaskProgress) => void; signal: AbortSignal },
  ): Promise<TaskOutcome> {
    await untilAborted(this.#until(() => !this.#pending.includes(request.model)), signal);
    signal.throwIfAborted();
    this.#running++;
    try {
      return await this.#gpu.run(request, onProgress, signal);
    } catch (error) {
      if (isOneOf(ENDS_WORKER, error)) this.#lostBy(error);
      throw error;
    } finally {
      this.#running--;
    }
  }

  dispose(): void {
    this.#disposal.abort(new MinerError('STOPPED', 'The miner was stopped.'));
    this.#gpu.dispose();
    this.#wake();
  }

  /** Brings the files of one model after the other, while the GPU proves those that are there. */
  async #bringAll(features: AdapterInfo['features']): Promise<void> {
    const { bring, board } = this.#options;
    const { signal } = this.#disposal;
    for (const id of [...this.#coming]) {
      board.setModel(id, { state: 'downloading' });
      const error = await bring(id, features, {
        onProgress: (progress) => board.setModel(id, loadStatus(progress)),
        signal,
      }).then(() => undefined, describeError);
      if (signal.aborted) return;
      this.#coming = this.#coming.filter((other) => other !== id);
      if (error !== undefined) {
        this.#refuse(id, error.message);
        continue;
      }
      board.setModel(id, { state: 'waiting' });
      this.#pending.push(id);
      void this.#prepareAll();
    }
  }

  async #prepareAll(): Promise<void> {
    if (this.#isPreparing) return;
    this.#isPreparing = true;
    while (this.#pending.length > 0 && this.#failure === undefined && !this.#disposal.signal.aborted) {
      await this.#prepareNext(this.#pending[0]!);
    }
    this.#isPreparing = false;
  }

  async #prepareNext(id: string): Promise<void> {
    const losses = this.#losses;
    try {
      await this.#makeReady(id);
    } catch (error) {
      if (this.#disposal.signal.aborted) return;
      if (isOneOf(HOPELESS, error)) return this.#fail(error);
      // The worker went with another's task, so that what was asked of it then says nothing of this model.
      if (this.#losses !== losses) return;
      this.#refuse(id, describeError(error).message);
      if (isOneOf(ENDS_WORKER, error)) this.#prepareAgain();
      return;
    }
    this.#restorePhase();
    this.#wake();
    this.#options.onOffers();
  }

  async #makeReady(id: string): Promise<void> {
    const { board } = this.#options;
    this.#showPhase('loading');
    await this.#gpu.load(id, (progress) => board.setModel(id, loadStatus(progress)));
    this.#showPhase('proving');
    board.setModel(id, { state: 'proving' });
    await this.#gpu.conformance(id);
    const { together, seconds, worthWei } = await this.#gpu.calibrate(id);
    this.#pending = this.#pending.filter((other) => other !== id);
    this.#offered.set(id, together);
    board.setModel(id, { state: 'ready', detail: null, hourlyWei: hourlyPay(BigInt(worthWei), seconds).toString() });
  }

  #refuse(id: string, detail: string): void {
    this.#options.board.setModel(id, { state: 'refused', detail });
    this.#pending = this.#pending.filter((other) => other !== id);
    this.#offered.delete(id);
    if (this.#offered.size + this.#pending.length + this.#coming.length === 0) this.#fail(this.#noModel());
    else this.#options.onOffers();
  }

  #noModel(): MinerError {
    const reasons = this.#options.board.current().models.map(({ name, detail }) => `${name}: ${detail ?? 'not loaded'}`);
    return new MinerError('NO_MODEL', `No model is fit to work on this GPU. ${reasons.join(' ')}`);
  }

  #fail(cause: Error): void {
    this.#failure = this.#begun
      ? new MinerError('GPU_LOST', `The GPU was lost and could not be started again. ${cause.message}`)
      : cause;
    this.#wake();
    if (this.#begun) this.#options.onFailed(this.#failure);
  }

  #lostBy({ code }: GpuError): void {
    const isFirst = !this.#isPreparingAgain();
    // What was too much for four may do for two. The others that were lost with it come here too.
    if (isFirst && code === 'OUT_OF_MEMORY') this.#mostTogether = Math.max(1, Math.floor(this.#running / 2));
    this.#lost();
  }

  #lost(): void {
    if (this.#failure !== undefined || this.#disposal.signal.aborted) return;
    this.#losses++;
    this.#prepareAgain();
    void this.#prepareAll();
  }

  /** The worker is gone, and with it what it had loaded. */
  #prepareAgain(): void {
    this.#pending = [...new Set([...this.#offered.keys(), ...this.#pending])];
  }

  #isPreparingAgain(): boolean {
    return this.models().some((id) => this.#pending.includes(id));
  }

  /** Unless tasks go on with another model, people are shown what keeps them waiting. */
  #showPhase(phase: 'loading' | 'proving'): void {
    if (this.models().some((id) => !this.#pending.includes(id))) return;
    const { board } = this.#options;
    const shown = board.current().phase;
    if (shown === 'connecting' || shown === 'mining') this.#phase = shown;
    if (shown !== 'stopping') board.set({ phase });
  }

  #restorePhase(): void {
    const { board } = this.#options;
    // The mining loop may have said something newer meanwhile.
    if (this.#phase !== undefined && ['loading', 'proving'].includes(board.current().phase)) board.set({ phase: this.#phase });
    this.#phase = undefined;
  }

  /** @throws why there is no GPU any more, or the miner was stopped */
  async #until(isSo: () => boolean): Promise<void> {
    for (;;) {
      this.#disposal.signal.throwIfAborted();
      if (this.#failure !== undefined) throw this.#failure;
      if (isSo()) return;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

const waiting = (id: string, name: string): ModelStatus => ({
  id,
  name,
  state: 'waiting',
  loadedBytes: 0,
  totalBytes: 0,
  detail: null,
  hourlyWei: null,
});

const loadStatus = ({ stage, done, total }: LoadProgress): Partial<ModelStatus> =>
  stage === 'compile'
    ? { state: 'compiling' }
    : { state: stage === 'verify' ? 'verifying' : 'downloading', loadedBytes: done, totalBytes: total };

const nameOf = ({ description, vendor, architecture }: AdapterInfo): string =>
  (description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed GPU').slice(0, 200);
