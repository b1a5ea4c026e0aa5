import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import type { GpuError } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo } from '#miner/gpu/gpuProtocol.ts';
import { MinerError } from '#miner/minerError.ts';
import type { ModelStatus } from '#miner/status/minerStatus.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import { ModelPreparation, type BringModel } from '#miner/engine/modelPreparation.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { EngineRunOptions, TaskEngine } from '#miner/engine/taskEngine.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

export interface ProvenEngineOptions {
  /** @param onLost what the client calls when the GPU is lost, before the tasks on it reject */
  createGpu(onLost: (error: GpuError) => void): GpuClient;
  bring: BringModel;
  board: StatusBoard;
  /** Told when there is a model more or less to offer. */
  onOffers(): void;
  /** Told once when the GPU cannot be made ready again. */
  onFailed(error: Error): void;
}

/**
 * The tab's GPU as the mining loop's engine. Models are proven before they work; the first works while the
 * others come, and after a loss of the GPU all are made ready again.
 */
export class ProvenEngine implements TaskEngine {
  readonly #board: StatusBoard;
  readonly #gpu: GpuClient;
  readonly #models: ModelPreparation;
  /** Tasks that the GPU has had the memory for. */
  #mostTogether = Infinity;
  #running = 0;

  constructor({ createGpu, bring, board, onOffers, onFailed }: ProvenEngineOptions) {
    this.#board = board;
    this.#gpu = createGpu((error) => this.#lost(error));
    this.#models = new ModelPreparation({
      ...{ gpu: this.#gpu, bring, board, onOffers },
      onFailed: (cause) => onFailed(gpuLost(cause)),
    });
  }

  /**
   * Names the GPU and begins to make the models ready, in their order. Resolves when the first one is.
   * @param models ids with the names that people are shown
   * @returns the GPU's name
   * @throws GpuError when there is no GPU; MinerError NO_MODEL when no model is fit, STOPPED
   */
  async prepare(models: ReadonlyMap<string, string>): Promise<string> {
    this.#board.set({ models: [...models].map(([id, name]) => waiting(id, name)) });
    const adapter = await this.#gpu.probe();
    const name = nameOf(adapter);
    this.#board.set({ gpu: { name, fallback: adapter.isFallback } });
    await this.#models.begin([...models.keys()], adapter.features);
    return name;
  }

  models(): string[] {
    return [...this.#models.offered.keys()];
  }

  together(model: string): number {
    return Math.min(this.#models.offered.get(model) ?? 1, this.#mostTogether);
  }

  async run(request: TaskRequest, { signal, onStart, onProgress }: EngineRunOptions): Promise<TaskOutcome> {
    let hasStarted = false;
    try {
      return await this.#gpu.run(request, {
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
    }
  }

  dispose(): void {
    this.#models.stop();
    this.#gpu.dispose();
  }

  /** A task waits while its model is being made ready again. One that was refused since fails on the GPU. */
  #limitOf(model: string): number {
    return this.#models.isPending(model) ? 0 : this.together(model);
  }

  #lost({ code }: GpuError): void {
    // Half as many tasks may fit into the memory that was too small for these.
    if (code === 'OUT_OF_MEMORY') this.#mostTogether = Math.max(1, Math.floor(this.#running / 2));
    this.#models.repeat();
  }
}

const gpuLost = (cause: Error) =>
  new MinerError('GPU_LOST', `The GPU was lost and could not be started again. ${cause.message}`, { cause });

const waiting = (id: string, name: string): ModelStatus => ({
  id,
  name,
  state: 'waiting',
  loadedBytes: 0,
  totalBytes: 0,
  detail: null,
  hourlyWei: null,
});

const nameOf = ({ description, vendor, architecture }: AdapterInfo): string =>
  (description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed GPU').slice(0, 200);
