import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, isOneOf, type GpuError } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo } from '#miner/gpu/gpuProtocol.ts';
import { MinerError } from '#miner/minerError.ts';
import type { ModelStatus, StatusBoard } from '#miner/status/minerStatus.ts';
import { ModelPreparation, type BringModel } from '#miner/engine/modelPreparation.ts';
import type { TaskEngine, TaskOutcome } from '#miner/engine/taskEngine.ts';
import { untilAborted } from '#miner/untilAborted.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

export interface ProvenEngineOptions {
  /** Makes the client; it is handed what to call when the GPU is lost while idle. */
  createGpu(onLost: () => void): GpuClient;
  bring: BringModel;
  board: StatusBoard;
  /** Told when there is a model more or less to offer. */
  onOffers(): void;
  /** Told once when the GPU cannot be made ready again. */
  onFailed(error: Error): void;
}

/**
 * The tab's GPU as the mining loop's engine. Models are proven before they work; the first works while the others come,
 * and after a loss of the GPU all are made ready again.
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
    this.#gpu = createGpu(() => this.#models.repeat());
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
    this.#board.set({ phase: 'checking', models: [...models].map(([id, name]) => waiting(id, name)) });
    const adapter = await this.#gpu.probe();
    const name = nameOf(adapter);
    this.#board.set({ phase: 'loading', gpu: { name, fallback: adapter.isFallback } });
    await this.#models.begin([...models.keys()], adapter.features);
    return name;
  }

  models(): string[] {
    return [...this.#models.offered.keys()];
  }

  together(model: string): number {
    return Math.min(this.#models.offered.get(model) ?? 1, this.#mostTogether);
  }

  async run(
    request: TaskRequest,
    { onProgress, signal }: { onProgress: (progress: TaskProgress) => void; signal: AbortSignal },
  ): Promise<TaskOutcome> {
    await untilAborted(this.#models.settled(request.model), signal);
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
    this.#models.stop();
    this.#gpu.dispose();
  }

  #lostBy({ code }: GpuError): void {
    // What was too much for four may do for two. The others that were lost with it come here too.
    const isFirst = !this.#models.isRepeating;
    if (isFirst && code === 'OUT_OF_MEMORY') this.#mostTogether = Math.max(1, Math.floor(this.#running / 2));
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
