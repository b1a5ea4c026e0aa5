import type { AdapterInfo } from '#miner/gpu/gpuProtocol.ts';
import type { StoreProgress } from '#miner/models/modelStore.ts';
import { describeError, type Failure } from '#miner/status/failure.ts';

/** Downloads a model's missing files, if a GPU with these features can run it. */
export type FetchModel = (
  id: string,
  features: AdapterInfo['features'],
  options: { onProgress: (progress: StoreProgress) => void; signal: AbortSignal },
) => Promise<void>;

export interface ModelDownloadsDeps {
  fetchModel: FetchModel;
  /** Ends all of them. */
  signal: AbortSignal;
  onBegin(id: string): void;
  onProgress(id: string, progress: StoreProgress): void;
  /** Told of each model that is still wanted. @param failure undefined when its files are complete */
  onEnd(id: string, failure: Failure | undefined): void;
}

/** Downloads the files of the models that a tab is to mine with, one model after the other. */
export class ModelDownloads {
  readonly #deps: ModelDownloadsDeps;
  /** In order; the first is under way. */
  #wanted: string[] = [];
  #isRunning = false;
  /** Ends the one that is under way. */
  #stop = new AbortController();

  constructor(deps: ModelDownloadsDeps) {
    this.#deps = deps;
  }

  /** Number of models whose files are still to be downloaded. */
  get size(): number {
    return this.#wanted.length;
  }

  /** @param features of the GPU that is to run them */
  add(ids: readonly string[], features: AdapterInfo['features']): void {
    this.#wanted.push(...ids);
    if (!this.#isRunning) void this.#run(features);
  }

  /** What has been downloaded of it stays on the device. */
  drop(id: string): void {
    const isUnderWay = this.#wanted[0] === id;
    this.#wanted = this.#wanted.filter((other) => other !== id);
    if (isUnderWay) this.#stop.abort();
  }

  async #run(features: AdapterInfo['features']): Promise<void> {
    const { fetchModel, signal, onBegin, onProgress, onEnd } = this.#deps;
    this.#isRunning = true;
    for (let [id] = this.#wanted; id !== undefined && !signal.aborted; [id] = this.#wanted) {
      const model = id;
      this.#stop = new AbortController();
      const dropped = this.#stop.signal;
      onBegin(model);
      const failure = await fetchModel(model, features, {
        onProgress: (progress) => onProgress(model, progress),
        signal: AbortSignal.any([signal, dropped]),
      }).then(() => undefined, describeError);
      if (signal.aborted) return;
      // It may have been dropped and wanted again: then it is the turn of the new wish.
      if (dropped.aborted) continue;
      this.#wanted.shift();
      onEnd(model, failure);
    }
    this.#isRunning = false;
  }
}
