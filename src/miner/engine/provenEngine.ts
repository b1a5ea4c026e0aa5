import type { Hex } from 'viem';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import { computingStack, gpuNameOf } from '#miner/engine/computingStack.ts';
import { ModelLoans } from '#miner/engine/modelLoans.ts';
import { ModelPreparation, type OfferedModel } from '#miner/engine/modelPreparation.ts';
import type { ModelSupply } from '#miner/engine/modelSupply.ts';
import type { EngineRunOptions, TaskEngine } from '#miner/engine/taskEngine.ts';
import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, type GpuError, isOneOf } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo } from '#miner/gpu/gpuProtocol.ts';
import { MinerError } from '#miner/minerError.ts';
import { newModel } from '#miner/status/minerStatus.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

export interface ProvenEngineDeps {
  /** @param onLost called by the client when the GPU is lost, before its calls reject */
  createGpu(onLost: (error: GpuError, isSettingUp: boolean) => void): GpuClient;
  supply: Pick<ModelSupply, 'fetch' | 'lookUp'>;
  /** Whether the user and the connection allow to download a model for a jury now. */
  mayDownload(): boolean;
  board: StatusBoard;
  /** Called when the set of offered models has changed. */
  onOffers(): void;
  /** Called once, when the GPU cannot be recovered. */
  onFailed(error: Error): void;
  testPauseMs?: number;
}

/**
 * Runs the mining loop's tasks on the tab's GPU. A model must pass its test inputs before it is offered.
 * The first one works while the others load; after a GPU loss all of them are prepared again.
 */
export class ProvenEngine implements TaskEngine {
  readonly #board: StatusBoard;
  readonly #gpu: GpuClient;
  readonly #models: ModelPreparation;
  /** Models for juries, beside those that the tab mines with. */
  readonly loans: ModelLoans;
  #features: AdapterInfo['features'] | undefined;
  /** Upper limit on tasks that run together; halved when the GPU runs out of memory. */
  #mostTogether = Infinity;
  #running = 0;
  /** Number of tasks and audits of each model that wait or run. */
  readonly #uses = new Map<string, number>();
  /** Models that its user has taken out while tasks of them waited or ran. They leave the GPU after these. */
  readonly #leaving = new Map<string, OfferedModel>();

  constructor({ createGpu, supply, mayDownload, board, onOffers, onFailed, ...pause }: ProvenEngineDeps) {
    this.#board = board;
    this.#gpu = createGpu((error, isSettingUp) => this.#lost(error, isSettingUp));
    this.#models = new ModelPreparation({
      ...{ gpu: this.#gpu, board, onOffers, ...pause },
      fetchModel: (...args) => supply.fetch(...args),
      onFailed: (cause) => onFailed(gpuLost(cause)),
    });
    this.loans = new ModelLoans({
      ...{ gpu: this.#gpu, supply, mayDownload },
      features: () => this.#features,
      isUnfit: (model) => this.#models.isUnfit(model),
      isWanted: (model) => this.#models.isWanted(model),
      onWorkerLost: () => this.#models.repeat(),
    });
  }

  /**
   * Reads what computes here and starts preparing the models, in order. Resolves when the first one is ready.
   * @param models display names by model id
   * @returns `computingStack`, for the coordinators
   * @throws GpuError when there is no GPU; MinerError NO_MODEL when no model can run, STOPPED
   */
  async prepare(models: ReadonlyMap<string, string>): Promise<string> {
    this.#board.set({ models: [...models].map(([id, name]) => newModel(id, name)) });
    const adapter = await this.#gpu.probe();
    this.#features = adapter.features;
    this.#board.set({ gpu: { name: gpuNameOf(adapter), fallback: adapter.isFallback } });
    await this.#models.begin([...models.keys()], adapter.features);
    return computingStack(adapter);
  }

  /**
   * Changes which models the tab mines with, while it does. New ones are prepared beside those that work. One
   * that is taken out is offered no more; its tasks that were taken still run, then it leaves the GPU.
   * @param models display names by model id
   * @throws MinerError NO_MODEL where none would be left, BUSY_MINING before the GPU is known
   */
  choose(models: ReadonlyMap<string, string>): void {
    const features = this.#features;
    if (features === undefined) throw new MinerError('BUSY_MINING', 'The GPU is still being looked for.');
    const known = this.#board.current().models;
    const kept = known.filter(({ id }) => models.has(id));
    const added = [...models].filter(([id]) => known.every((model) => model.id !== id));
    if (added.length === 0 && kept.every(({ state }) => state === 'refused'))
      throw new MinerError('NO_MODEL', 'One model that runs here has to stay. To end it all, stop mining.');
    this.#board.set({ models: [...kept, ...added.map(([id, name]) => newModel(id, name))] });
    for (const [id] of added) this.#leaving.delete(id);
    this.#models.add(
      added.map(([id]) => id),
      features,
    );
    for (const { id } of known) if (!models.has(id)) this.#takeOut(id);
  }

  models(): string[] {
    return [...this.#models.offered.keys()];
  }

  manifestOf(model: string): Hex | undefined {
    return this.#known(model)?.manifest;
  }

  together(model: string): number {
    return Math.min(this.#known(model)?.together ?? 1, this.#mostTogether);
  }

  async run(
    request: TaskRequest,
    { claim, signal, onStart, onProgress }: EngineRunOptions,
  ): Promise<TaskOutcome> {
    let hasStarted = false;
    const release = this.#use(request.model);
    try {
      return await this.#gpu.run(request, {
        claim,
        signal,
        onProgress,
        onStart: () => {
          hasStarted = true;
          this.#running++;
          onStart();
        },
        limit: () => this.#limitOf(request.model),
      });
    } finally {
      if (hasStarted) this.#running--;
      release();
    }
  }

  async audit(
    work: AuditedWork,
    { claim, signal }: Pick<EngineRunOptions, 'claim' | 'signal'>,
  ): Promise<AuditMeasure> {
    const limit = () => this.#limitOf(work.request.model);
    const release = this.#use(work.request.model);
    try {
      return await this.#gpu.audit(work, { claim, signal, limit });
    } finally {
      release();
    }
  }

  /** A model that is offered, or was when its last tasks were taken. */
  #known(model: string): OfferedModel | undefined {
    return this.#models.offered.get(model) ?? this.#leaving.get(model);
  }

  #takeOut(id: string): void {
    const offered = this.#models.offered.get(id);
    if (offered !== undefined) this.#leaving.set(id, offered);
    this.#models.drop(id);
    this.#freeUnused(id);
  }

  /** @returns ends the use */
  #use(model: string): () => void {
    this.#uses.set(model, (this.#uses.get(model) ?? 0) + 1);
    return () => {
      this.#uses.set(model, this.#uses.get(model)! - 1);
      this.#freeUnused(model);
    };
  }

  #freeUnused(id: string): void {
    if ((this.#uses.get(id) ?? 0) > 0 || !this.#leaving.delete(id)) return;
    this.#gpu.unload(id).catch((error: unknown) => {
      // The other models are prepared again on a new worker.
      if (isOneOf(ENDS_WORKER, error)) this.#models.repeat();
    });
  }

  dispose(): void {
    this.#models.stop();
    this.#gpu.dispose();
  }

  /** A task waits while its model is prepared again. If the model was refused since, the GPU fails it. */
  #limitOf(model: string): number {
    return this.#models.isPending(model) ? 0 : this.together(model);
  }

  #lost({ code }: GpuError, isSettingUp: boolean): void {
    // The preparation under way goes on by itself; until then no task may start on the empty worker.
    if (isSettingUp) return this.#models.holdAll();
    // Half as many tasks may fit. A GPU lost while idle says nothing about how many do.
    const isCrowded = code === 'OUT_OF_MEMORY' && !this.loans.blame();
    if (isCrowded && this.#running > 0) this.#mostTogether = Math.max(1, Math.floor(this.#running / 2));
    this.#models.repeat();
  }
}

const gpuLost = (cause: Error) =>
  new MinerError('GPU_LOST', `The GPU was lost and could not be started again. ${cause.message}`, { cause });
