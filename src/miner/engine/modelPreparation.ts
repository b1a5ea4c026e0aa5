import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, isOneOf, type GpuErrorCode } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo, LoadProgress } from '#miner/gpu/gpuProtocol.ts';
import { hourlyPay } from '#miner/payments/hourlyPay.ts';
import { MinerError } from '#miner/minerError.ts';
import { describeError } from '#miner/status/failure.ts';
import type { ModelStatus } from '#miner/status/minerStatus.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import type { StoreProgress } from '#miner/models/modelStore.ts';

/** After these no model can be had, so there is no use in trying the next. */
const HOPELESS: readonly GpuErrorCode[] = ['NO_WEBGPU', 'NO_ADAPTER'];

/** Completes a model's files on this device, if a GPU with these features can run it. */
export type BringModel = (
  id: string,
  features: AdapterInfo['features'],
  options: { onProgress: (progress: StoreProgress) => void; signal: AbortSignal },
) => Promise<void>;

export interface PreparationDeps {
  gpu: GpuClient;
  bring: BringModel;
  board: StatusBoard;
  /** Told when there is a model more or less to offer. */
  onOffers(): void;
  /** Told once when there is none left, or the GPU cannot be had any more. */
  onFailed(cause: Error): void;
}

/**
 * Makes models ready, one after the other: brings their files, then has the GPU load them and prove each on
 * its reference task. After a loss of the GPU it does the GPU's part again.
 */
export class ModelPreparation {
  readonly #deps: PreparationDeps;
  /** How many models' files are on their way. */
  #coming = 0;
  /** Models to be made ready by the GPU. */
  #pending: string[] = [];
  /** Models that passed their test, with how many tasks each computes together; they may be pending again. */
  readonly #offered = new Map<string, number>();
  #losses = 0;
  #isPreparing = false;
  /** There was a model to work with. */
  #hasBegun = false;
  #failure: Error | undefined;
  readonly #over = new AbortController();
  readonly #waiting = new Set<() => void>();

  constructor(deps: PreparationDeps) {
    this.#deps = deps;
  }

  /** Models to offer, with how many tasks each computes together. */
  get offered(): ReadonlyMap<string, number> {
    return this.#offered;
  }

  /**
   * Begins with these models, in this order. Resolves when the first one is ready.
   * @throws GpuError when there is no GPU; MinerError NO_MODEL when no model is fit, STOPPED
   */
  async begin(ids: readonly string[], features: AdapterInfo['features']): Promise<void> {
    this.#coming = ids.length;
    void this.#bringAll(ids, features);
    await this.#until(() => this.#hasBegun);
  }

  /** Whether the model is still to be made ready. @throws what ended the preparation for good */
  isPending(id: string): boolean {
    this.#throwIfOver();
    return this.#pending.includes(id);
  }

  /** The GPU's worker is gone, and with it what it had loaded. */
  repeat(): void {
    if (this.#isOver) return;
    this.#losses++;
    this.#takeAllAgain();
    void this.#prepareAll();
  }

  stop(): void {
    this.#over.abort(new MinerError('STOPPED', 'The miner was stopped.'));
    this.#wake();
  }

  get #isOver(): boolean {
    return this.#failure !== undefined || this.#over.signal.aborted;
  }

  /** Brings the files of one model after the other, while the GPU proves those that are there. */
  async #bringAll(ids: readonly string[], features: AdapterInfo['features']): Promise<void> {
    const { bring, board } = this.#deps;
    const { signal } = this.#over;
    for (const id of ids) {
      if (this.#isOver) return;
      board.setModel(id, { state: 'downloading' });
      const onProgress = (progress: StoreProgress) => board.setModel(id, loadStatus(progress));
      const error = await bring(id, features, { onProgress, signal }).then(() => undefined, describeError);
      if (this.#isOver) return;
      this.#coming--;
      if (error !== undefined) {
        this.#refuse(id, error.message);
      } else {
        board.setModel(id, { state: 'waiting' });
        this.#pending.push(id);
        void this.#prepareAll();
      }
    }
  }

  async #prepareAll(): Promise<void> {
    if (this.#isPreparing) return;
    this.#isPreparing = true;
    for (let [id] = this.#pending; id !== undefined && !this.#isOver; [id] = this.#pending)
      await this.#prepare(id);
    this.#isPreparing = false;
  }

  async #prepare(id: string): Promise<void> {
    const losses = this.#losses;
    try {
      await this.#makeReady(id);
    } catch (error) {
      if (this.#isOver) return;
      if (isOneOf(HOPELESS, error)) return this.#fail(error);
      // The worker went with another's task: what was asked of it then says nothing of this model.
      if (this.#losses !== losses) return;
      this.#refuse(id, describeError(error).message);
      if (isOneOf(ENDS_WORKER, error)) this.#takeAllAgain();
      return;
    }
    this.#wake();
    this.#deps.onOffers();
  }

  async #makeReady(id: string): Promise<void> {
    const { gpu, board } = this.#deps;
    await gpu.load(id, (progress) => board.setModel(id, loadStatus(progress)));
    board.setModel(id, { state: 'proving' });
    await gpu.conformance(id);
    const { together, seconds, worthWei } = await gpu.calibrate(id);
    this.#pending = this.#pending.filter((other) => other !== id);
    this.#offered.set(id, together);
    this.#hasBegun = true;
    const hourlyWei = hourlyPay(BigInt(worthWei), seconds).toString();
    board.setModel(id, { state: 'ready', detail: null, hourlyWei });
  }

  #takeAllAgain(): void {
    this.#pending = [...new Set([...this.#offered.keys(), ...this.#pending])];
    const { board } = this.#deps;
    const models = board.current().models;
    board.set({
      models: models.map((model) =>
        this.#pending.includes(model.id) ? { ...model, state: 'waiting' } : model,
      ),
    });
  }

  #refuse(id: string, detail: string): void {
    const { board, onOffers } = this.#deps;
    board.setModel(id, { state: 'refused', detail });
    this.#pending = this.#pending.filter((other) => other !== id);
    this.#offered.delete(id);
    if (this.#offered.size + this.#pending.length + this.#coming > 0) {
      this.#wake();
      return onOffers();
    }
    const reasons = board.current().models.map((model) => `${model.name}: ${model.detail ?? 'not loaded'}`);
    this.#fail(new MinerError('NO_MODEL', `No model is fit to work on this GPU. ${reasons.join(' ')}`));
  }

  #fail(cause: Error): void {
    this.#failure = cause;
    this.#wake();
    // Before that it is `begin` that tells.
    if (this.#hasBegun) this.#deps.onFailed(cause);
  }

  async #until(isSo: () => boolean): Promise<void> {
    for (;;) {
      this.#throwIfOver();
      if (isSo()) return;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #throwIfOver(): void {
    this.#over.signal.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Something that waiting tasks and `begin` look at has changed. */
  #wake(): void {
    this.#deps.gpu.refresh();
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

const loadStatus = ({ stage, done, total }: LoadProgress): Partial<ModelStatus> =>
  stage === 'compile'
    ? { state: 'compiling' }
    : { state: stage === 'verify' ? 'verifying' : 'downloading', loadedBytes: done, totalBytes: total };
