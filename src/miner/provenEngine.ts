import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, GpuError, type GpuErrorCode } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo, LoadProgress } from '#miner/gpu/gpuProtocol.ts';
import { hourlyPay } from '#miner/hourlyPay.ts';
import { describeError, MinerError } from '#miner/minerError.ts';
import type { ModelStatus, StatusBoard } from '#miner/minerStatus.ts';
import type { TaskEngine, TaskOutcome } from '#miner/taskEngine.ts';
import type { TaskProgress, TaskRequest } from '#protocol/task.ts';

/** The model in hand brought these upon the GPU: others may do well without it. */
const MODELS_FAULT: readonly GpuErrorCode[] = ['OUT_OF_MEMORY', 'DEVICE_FAULT'];
/** After these no model can be had, so there is no use in trying the next. */
const HOPELESS: readonly GpuErrorCode[] = [
  ...ENDS_WORKER.filter((code) => !MODELS_FAULT.includes(code)),
  'NO_WEBGPU',
  'NO_ADAPTER',
  'DISPOSED',
];

const isOneOf = (codes: readonly GpuErrorCode[], error: unknown): error is GpuError =>
  error instanceof GpuError && codes.includes(error.code);

/**
 * The tab's GPU as the mining loop's engine: proves each model before it works, and starts again after a
 * loss.
 */
export class ProvenEngine implements TaskEngine {
  readonly #gpu: GpuClient;
  readonly #board: StatusBoard;
  readonly #onFailed: (error: Error) => void;
  #ready: string[] = [];
  /** Tasks that each model was found to compute together. */
  readonly #together = new Map<string, number>();
  /** Tasks that the GPU has had the memory for. */
  #mostTogether = Infinity;
  #running = 0;
  /** Whether the GPU is being made ready again; tasks wait for it. */
  #recovery: Promise<void> | undefined;
  #disposed = false;
  /** Why there is no GPU any more. */
  #failure: MinerError | undefined;

  /**
   * @param create makes the client; it is handed what to call when the GPU is lost while idle
   * @param onFailed told once when the GPU cannot be made ready again
   */
  constructor(
    create: (onLost: () => void) => GpuClient,
    board: StatusBoard,
    onFailed: (error: Error) => void,
  ) {
    this.#gpu = create(() => this.#recover());
    this.#board = board;
    this.#onFailed = onFailed;
  }

  /**
   * Names the GPU, loads the models and has each prove itself on its reference task.
   * @param models ids with the names that people are shown
   * @returns the GPU's name
   * @throws GpuError when there is no GPU; MinerError NO_MODEL when no model is fit
   */
  async prepare(models: ReadonlyMap<string, string>): Promise<string> {
    this.#board.set({ phase: 'checking', models: [...models].map(([id, name]) => waiting(id, name)) });
    const adapter = await this.#gpu.probe();
    const name = nameOf(adapter);
    this.#board.set({ gpu: { name, fallback: adapter.isFallback } });
    await this.#prepareModels([...models.keys()]);
    if (this.#ready.length === 0) {
      const reasons = this.#board
        .current()
        .models.map((model) => `${model.name}: ${model.detail ?? 'not loaded'}`);
      throw new MinerError('NO_MODEL', `No model is fit to work on this GPU. ${reasons.join(' ')}`);
    }
    return name;
  }

  models(): string[] {
    return [...this.#ready];
  }

  together(model: string): number {
    return Math.min(this.#together.get(model) ?? 1, this.#mostTogether);
  }

  async run(
    request: TaskRequest,
    { onProgress, signal }: { onProgress: (progress: TaskProgress) => void; signal: AbortSignal },
  ): Promise<TaskOutcome> {
    await this.#recovery;
    if (this.#failure !== undefined) throw this.#failure;
    signal.throwIfAborted();
    this.#running++;
    try {
      return await this.#gpu.run(request, onProgress, signal);
    } catch (error) {
      if (isOneOf(ENDS_WORKER, error)) this.#recoverFrom(error);
      throw error;
    } finally {
      this.#running--;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#gpu.dispose();
  }

  /** Makes models ready one by one. One that takes the worker down is left out, and those before it come again. */
  async #prepareModels(ids: readonly string[]): Promise<void> {
    const fit: string[] = [];
    for (const [place, id] of ids.entries()) {
      const error = await this.#prepareModel(id);
      if (error === undefined) fit.push(id);
      else if (isOneOf(MODELS_FAULT, error)) return this.#prepareModels([...fit, ...ids.slice(place + 1)]);
    }
  }

  /** @returns why the model is refused, if it is */
  async #prepareModel(id: string): Promise<unknown> {
    try {
      this.#board.set({ phase: 'loading' });
      this.#board.setModel(id, { state: 'downloading', detail: null });
      await this.#gpu.load(id, (progress) => this.#board.setModel(id, loadStatus(progress)));
      this.#board.set({ phase: 'proving' });
      this.#board.setModel(id, { state: 'proving' });
      const { worthWei, seconds, together } = await this.#gpu.conformance(id);
      this.#together.set(id, together);
      this.#board.setModel(id, { state: 'ready', hourlyWei: hourlyPay(BigInt(worthWei), seconds).toString() });
      if (!this.#ready.includes(id)) this.#ready.push(id);
      return undefined;
    } catch (error) {
      this.#board.setModel(id, { state: 'refused', detail: describeError(error).message });
      this.#ready = this.#ready.filter((ready) => ready !== id);
      if (isOneOf(HOPELESS, error)) throw error;
      return error;
    }
  }

  #recoverFrom({ code }: GpuError): void {
    const isFirst = this.#recovery === undefined;
    // What was too much for four may do for two. The others that were lost with it come here too.
    if (isFirst && code === 'OUT_OF_MEMORY') this.#mostTogether = Math.max(1, Math.floor(this.#running / 2));
    this.#recover();
  }

  #recover(): void {
    if (this.#recovery !== undefined || this.#disposed) return;
    const { phase } = this.#board.current();
    const recovery = this.#prepareAgain().then(
      () => {
        // The phase is the mining loop's again, unless it was stopped meanwhile.
        if (['loading', 'proving'].includes(this.#board.current().phase)) this.#board.set({ phase });
        this.#recovery = undefined;
      },
      (cause: unknown) => {
        if (this.#disposed) return;
        const { message } = describeError(cause);
        this.#failure = new MinerError(
          'GPU_LOST',
          `The GPU was lost and could not be started again. ${message}`,
        );
        this.#onFailed(this.#failure);
      },
    );
    this.#recovery = recovery;
  }

  async #prepareAgain(): Promise<void> {
    await this.#prepareModels(this.#ready);
    if (this.#ready.length === 0) throw new MinerError('NO_MODEL', 'No model passed its test again.');
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
