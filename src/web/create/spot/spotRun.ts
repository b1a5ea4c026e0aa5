import type { Judgement } from '#miner/jury/judging/judgement.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { PreparedRerun } from '#web/create/rerun/browserRerun.ts';
import type { RerunProgress } from '#web/create/rerun/gpuRerun.ts';
import type { SavedResult, SpotFinding } from '#web/create/saved/savedResult.ts';
import { spotAfter } from '#web/create/spot/spotFailure.ts';
import { MOST_SPOT_BYTES } from '#web/create/spot/spotShare.ts';

export interface SpotDeps {
  /** Whether there is a GPU that may be used for it. */
  hasGpu(): Promise<boolean>;
  /** Whether bytes are dear: then nothing is downloaded. */
  isMetered(): boolean;
  prepare(result: SavedResult): Promise<PreparedRerun>;
  rerun(
    result: SavedResult,
    request: TaskRequest,
    options: { signal: AbortSignal; onProgress: (progress: RerunProgress) => void },
  ): Promise<Judgement>;
  /** Keeps what came of it. */
  note(id: string, spot: SpotFinding): Promise<void>;
}

/** The check under way. */
export interface SpotState {
  id: string;
  progress: RerunProgress | undefined;
}

/** Checks results that were drawn, one after the other. What cannot be checked now stays due. */
export class SpotRun {
  #state: SpotState | undefined;
  #running: AbortController | undefined;
  readonly #listeners = new Set<() => void>();

  readonly state = (): SpotState | undefined => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @returns once all are checked, or this was paused */
  async checkAll(results: readonly SavedResult[], deps: SpotDeps): Promise<void> {
    this.pause();
    const own = new AbortController();
    this.#running = own;
    for (const result of results) {
      if (own.signal.aborted) return;
      await this.#check(result, deps, own);
    }
  }

  /** What is under way begins anew with the next `checkAll`. */
  pause(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#show(undefined);
  }

  /** Gives up the check under way for good. */
  async cancel({ note }: Pick<SpotDeps, 'note'>): Promise<void> {
    const id = this.#state?.id;
    this.pause();
    if (id !== undefined) await note(id, 'dropped');
  }

  async #check(result: SavedResult, deps: SpotDeps, { signal }: AbortController): Promise<void> {
    const { id } = result;
    try {
      if (!(await deps.hasGpu())) return;
      const { request, missingBytes } = await deps.prepare(result);
      if (missingBytes > (deps.isMetered() ? 0 : MOST_SPOT_BYTES) || signal.aborted) return;
      const onProgress = (progress: RerunProgress) => this.#show({ id, progress });
      this.#show({ id, progress: undefined });
      const { finding } = await deps.rerun(result, request, { signal, onProgress });
      if (!signal.aborted) await deps.note(id, finding === 'unavailable' ? 'dropped' : finding);
    } catch (error) {
      console.debug('checking a result', id, error);
      const left = spotAfter(error);
      if (!signal.aborted && left !== undefined) await deps.note(id, left).catch(() => undefined);
    } finally {
      if (!signal.aborted) this.#show(undefined);
    }
  }

  #show(state: SpotState | undefined): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** This page's. */
export const spotRun = new SpotRun();
