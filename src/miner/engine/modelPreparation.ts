import type { Hex } from 'viem';
import { LaterTests } from '#miner/engine/laterTests.ts';
import { type FetchModel, ModelDownloads } from '#miner/engine/modelDownloads.ts';
import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, type GpuErrorCode, isOneOf } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo, LoadProgress, TestProgress } from '#miner/gpu/gpuProtocol.ts';
import { MinerError } from '#miner/minerError.ts';
import { hourlyPay } from '#miner/payments/hourlyPay.ts';
import { describeError, type Failure } from '#miner/status/failure.ts';
import type { ModelStatus } from '#miner/status/minerStatus.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';

/** After these errors no model can load, so the others are not tried. */
const FATAL: readonly GpuErrorCode[] = ['NO_WEBGPU', 'NO_ADAPTER'];

/** A model that passed its test inputs. */
export interface OfferedModel {
  /** How many of its tasks run together. */
  readonly together: number;
  /** Hash of its manifest. */
  readonly manifest: Hex;
}

export interface PreparationDeps {
  gpu: GpuClient;
  fetchModel: FetchModel;
  board: StatusBoard;
  /** Called when the set of offered models has changed. */
  onOffers(): void;
  /** Called once, when no model is left or the GPU is unavailable. */
  onFailed(cause: Error): void;
  /** Between test inputs that a slow GPU runs later; tests only. */
  testPauseMs?: number;
}

/**
 * Prepares models one after the other: downloads their files, then has the GPU load each and run its
 * test inputs. After a GPU loss it repeats the GPU's part.
 */
export class ModelPreparation {
  readonly #deps: PreparationDeps;
  readonly #downloads: ModelDownloads;
  /** Models that the GPU has yet to prepare. */
  #pending: string[] = [];
  /** The models that passed their test inputs. They may be pending again. */
  readonly #offered = new Map<string, OfferedModel>();
  /** Models that this GPU has refused. */
  readonly #unfit = new Set<string>();
  #losses = 0;
  #isPreparing = false;
  /** At least one model has been ready. */
  #hasBegun = false;
  #failure: Error | undefined;
  readonly #over = new AbortController();
  readonly #waiting = new Set<() => void>();

  readonly #laterTests: LaterTests;

  constructor(deps: PreparationDeps) {
    this.#deps = deps;
    this.#downloads = new ModelDownloads({
      fetchModel: deps.fetchModel,
      signal: this.#over.signal,
      onBegin: (id) => deps.board.setModel(id, { state: 'downloading' }),
      onProgress: (id, progress) => deps.board.setModel(id, loadStatus(progress)),
      onEnd: (id, failure) => this.#downloaded(id, failure),
    });
    this.#laterTests = new LaterTests({
      runNext: (id) => this.#testNext(id),
      signal: this.#over.signal,
      ...(deps.testPauseMs !== undefined && { pauseMs: deps.testPauseMs }),
    });
  }

  /** By id. */
  get offered(): ReadonlyMap<string, OfferedModel> {
    return this.#offered;
  }

  /**
   * Starts preparing these models, in this order. Resolves when the first one is ready.
   * @throws GpuError when there is no GPU; MinerError NO_MODEL when no model can run, STOPPED
   */
  async begin(ids: readonly string[], features: AdapterInfo['features']): Promise<void> {
    this.add(ids, features);
    await this.#until(() => this.#hasBegun);
  }

  /** Prepares these models too, after those that are under way. */
  add(ids: readonly string[], features: AdapterInfo['features']): void {
    if (this.#isOver) return;
    // Its user asks for it again: it is tried again.
    for (const id of ids) this.#unfit.delete(id);
    this.#downloads.add(ids, features);
  }

  /** Prepares the model no more, and offers it no more. What it has on the GPU stays there. */
  drop(id: string): void {
    this.#downloads.drop(id);
    this.#laterTests.drop(id);
    this.#pending = this.#pending.filter((other) => other !== id);
    if (this.#offered.delete(id)) this.#deps.onOffers();
    this.#wake();
  }

  /** Whether the GPU has prepared the model, or has yet to. */
  isWanted(id: string): boolean {
    return this.#offered.has(id) || this.#pending.includes(id);
  }

  /** Whether the GPU has yet to prepare the model. @throws the error that ended all preparation */
  isPending(id: string): boolean {
    this.#throwIfOver();
    return this.#pending.includes(id);
  }

  /** Whether the GPU has refused the model: it cannot run it, or gave wrong numbers. */
  isUnfit(id: string): boolean {
    return this.#unfit.has(id);
  }

  /** Lets no task start before its model has been prepared again. */
  holdAll(): void {
    if (!this.#isOver) this.#queueAllAgain();
  }

  /** Prepares all models again after the GPU's worker has died. */
  repeat(): void {
    if (this.#isOver) return;
    this.#losses++;
    this.#queueAllAgain();
    void this.#prepareAll();
  }

  stop(): void {
    this.#over.abort(new MinerError('STOPPED', 'The miner was stopped.'));
    this.#wake();
  }

  get #isOver(): boolean {
    return this.#failure !== undefined || this.#over.signal.aborted;
  }

  /** The GPU prepares one model while the next is downloaded. */
  #downloaded(id: string, failure: Failure | undefined): void {
    if (this.#isOver) return;
    if (failure !== undefined) return this.#refuse(id, failure.message);
    this.#deps.board.setModel(id, { state: 'waiting' });
    this.#pending.push(id);
    void this.#prepareAll();
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
      return this.#failed(id, error, losses);
    }
    this.#wake();
    this.#deps.onOffers();
  }

  /** @param losses number of GPU losses before what failed was begun */
  #failed(id: string, error: unknown, losses: number): void {
    if (this.#isOver) return;
    if (isOneOf(FATAL, error)) return this.#fail(error);
    // Another model's task took the worker down: this failure says nothing about this model.
    if (this.#losses !== losses) return;
    // Before refusing, which lets waiting tasks start.
    if (isOneOf(ENDS_WORKER, error)) this.#queueAllAgain();
    if (!this.isWanted(id)) return;
    this.#unfit.add(id);
    this.#refuse(id, describeError(error).message);
  }

  /** Runs a test input that was left when the model was offered. Gives whether more are left. */
  async #testNext(id: string): Promise<boolean> {
    // It begins anew once it has been prepared again.
    if (this.#isOver || this.#pending.includes(id) || !this.#offered.has(id)) return false;
    const { gpu, board } = this.#deps;
    const losses = this.#losses;
    try {
      const { tests, relativeL2, tolerance } = await gpu.conformance(id, { scope: 'next' });
      board.setModel(id, { tests, deviation: relativeL2 / tolerance });
      return tests.done < tests.total;
    } catch (error) {
      // So many tasks wait that this has to.
      if (isOneOf(['QUEUE_FULL'], error)) return true;
      this.#failed(id, error, losses);
      void this.#prepareAll();
      return false;
    }
  }

  async #makeReady(id: string): Promise<void> {
    const { gpu, board } = this.#deps;
    await gpu.load(id, (progress) => board.setModel(id, loadStatus(progress)));
    board.setModel(id, { state: 'proving', tests: null, deviation: null });
    const onProgress = (tests: TestProgress) => board.setModel(id, { tests });
    const { tests, relativeL2, tolerance } = await gpu.conformance(id, { scope: 'some', onProgress });
    const { together, seconds, worthWei, manifest } = await gpu.calibrate(id);
    // Dropped meanwhile: what has been loaded for nothing is freed.
    if (!this.#pending.includes(id)) return gpu.unload(id);
    this.#pending = this.#pending.filter((other) => other !== id);
    this.#offered.set(id, { together, manifest });
    this.#hasBegun = true;
    const hourlyWei = hourlyPay(BigInt(worthWei), seconds).toString();
    board.setModel(id, { state: 'ready', detail: null, hourlyWei, tests, deviation: relativeL2 / tolerance });
    if (tests.done < tests.total) this.#laterTests.add(id);
  }

  #queueAllAgain(): void {
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
    this.#laterTests.drop(id);
    if (this.#offered.size + this.#pending.length + this.#downloads.size > 0) {
      this.#wake();
      return onOffers();
    }
    const reasons = board.current().models.map((model) => `${model.name}: ${model.detail ?? 'not loaded'}`);
    this.#fail(
      new MinerError('NO_MODEL', `None of the chosen models can run on this GPU. ${reasons.join(' ')}`),
    );
  }

  #fail(cause: Error): void {
    this.#failure = cause;
    this.#wake();
    // Until then `begin` rejects with it.
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

  /** Makes waiting tasks and `begin` check their condition again. */
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
