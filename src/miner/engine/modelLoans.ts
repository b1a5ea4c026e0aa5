import type { Hex } from 'viem';
import type { ModelSupply } from '#miner/engine/modelSupply.ts';
import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import { ENDS_WORKER, GpuError, type GpuErrorCode, isOneOf } from '#miner/gpu/gpuError.ts';
import type { AdapterInfo } from '#miner/gpu/gpuProtocol.ts';
import { type LoanProblem, MOST_LOAN_BYTES, ModelLoanError } from '#miner/models/modelLoanError.ts';
import type { StoreProgress } from '#miner/models/modelStore.ts';
import { CodedError } from '#protocol/codedError.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** A version of a model, as a signed request names it. */
export interface NamedModel {
  readonly model: string;
  /** Hash of its manifest. */
  readonly manifest: Hex;
}

/** A model that has taken the GPU's worker down so often is not loaned again. */
const MOST_LOSSES = 2;
/** What the errors of the model store and of the GPU mean for a loan. Others are the moment's. */
const MEANS: Partial<Record<GpuErrorCode, LoanProblem>> = {
  UNKNOWN_MODEL: 'MODEL_UNKNOWN',
  BAD_MANIFEST: 'MODEL_UNKNOWN',
  DOWNLOAD_FAILED: 'DOWNLOAD_FAILED',
  CHECKSUM_MISMATCH: 'DOWNLOAD_FAILED',
  IN_USE: 'DOWNLOAD_FAILED',
  NO_SPACE: 'NO_SPACE',
  NO_STORE: 'NO_SPACE',
  GPU_UNFIT: 'MODEL_REFUSED',
  BAD_GRAPH: 'MODEL_REFUSED',
  SESSION_FAILED: 'MODEL_REFUSED',
  CONFORMANCE_FAILED: 'MODEL_REFUSED',
  OUT_OF_MEMORY: 'OUT_OF_MEMORY',
};

export interface ModelLoansDeps {
  gpu: Pick<GpuClient, 'load' | 'conformance' | 'unload'>;
  supply: Pick<ModelSupply, 'lookUp' | 'fetch'>;
  /** Of the GPU; undefined before it is known. */
  features(): AdapterInfo['features'] | undefined;
  /** Whether this GPU has refused the model when the tab wanted to mine with it. */
  isUnfit(model: string): boolean;
  /** Whether the tab mines with the model, or is about to: then it stays on the GPU after a loan. */
  isWanted(model: string): boolean;
  /** Whether the user and the connection allow a download now. */
  mayDownload(): boolean;
  /** A loan took the GPU's worker down: the models that the tab mines with must be prepared again. */
  onWorkerLost(): void;
}

/**
 * Models that the tab does not mine with, got for a jury and given back after it. Their files come from where
 * those of mined models do, are checked by the same hashes, and the GPU must pass the same test inputs.
 * The models that the tab mines with stay loaded; a loan that leaves them no memory ends and is not made
 * again.
 */
export class ModelLoans {
  readonly #deps: ModelLoansDeps;
  /** Downloads wait here for each other. */
  #fetching: Promise<unknown> = Promise.resolve();
  /** The model that is on the GPU for a jury, or on the way there. */
  #lent: NamedModel | undefined;
  /** Why this GPU does not run a model, and how often it was lost with it, by manifest. */
  readonly #refused = new Map<Hex, ModelLoanError>();
  readonly #losses = new Map<Hex, number>();

  constructor(deps: ModelLoansDeps) {
    this.#deps = deps;
  }

  /**
   * Brings a model's files to this device. The GPU goes on with its work meanwhile.
   * @throws ModelLoanError, the signal's reason
   */
  async fetch(
    named: NamedModel,
    { onProgress, signal }: { onProgress: (progress: StoreProgress) => void; signal: AbortSignal },
  ): Promise<void> {
    const before = this.#fetching;
    const turn = untilAborted(before, signal).then(() => this.#download(named, { onProgress, signal }));
    // Who gives up waiting must not let the next one overtake.
    this.#fetching = Promise.allSettled([before, turn]);
    return turn;
  }

  /**
   * Loads a fetched model, has it prove itself, and unloads it after `use`. One loan at a time.
   * @throws ModelLoanError; GpuError where the GPU was lost or has no time; the signal's reason; what `use`
   * throws
   */
  async lend<T>(named: NamedModel, use: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#lent !== undefined) throw new GpuError('QUEUE_FULL', 'Another model is loaned already.');
    this.#expectFit(named);
    this.#lent = named;
    const ready = this.#prepare(named);
    try {
      await untilAborted(ready, signal);
      return await use();
    } finally {
      // What is under way on the GPU cannot be ended: nothing else is loaned before it is over.
      await Promise.allSettled([ready]);
      if (!this.#deps.isWanted(named.model))
        await this.#setUp(() => this.#deps.gpu.unload(named.model)).catch(() => undefined);
      this.#lent = undefined;
    }
  }

  /**
   * The GPU has lost its worker for want of memory.
   * @returns whether a loan is to blame, which then is not made again
   */
  blame(): boolean {
    const lent = this.#lent;
    if (lent === undefined) return false;
    this.#refused.set(lent.manifest, refusalTo(lent, 'OUT_OF_MEMORY'));
    return true;
  }

  async #download(
    named: NamedModel,
    { onProgress, signal }: { onProgress: (progress: StoreProgress) => void; signal: AbortSignal },
  ): Promise<void> {
    const { supply, features, mayDownload } = this.#deps;
    this.#expectFit(named);
    try {
      const found = await untilAborted(supply.lookUp(named.model), signal);
      if (found.manifest !== named.manifest) throw refusalTo(named, 'MODEL_UNKNOWN');
      if (found.bytes > MOST_LOAN_BYTES) throw refusalTo(named, 'MODEL_TOO_LARGE');
      if (found.missingBytes === 0) return;
      const off = new AbortController();
      const expectAllowed = () => {
        if (!mayDownload()) off.abort(refusalTo(named, 'DOWNLOAD_OFF'));
      };
      expectAllowed();
      off.signal.throwIfAborted();
      const either = AbortSignal.any([signal, off.signal]);
      const fetching = supply.fetch(named.model, features() ?? new Set(), {
        signal: either,
        onProgress: (progress) => {
          expectAllowed();
          onProgress(progress);
        },
      });
      await untilAborted(fetching, either);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#refusalOf(error, named);
    }
  }

  async #prepare(named: NamedModel): Promise<void> {
    const { gpu } = this.#deps;
    const { model } = named;
    try {
      await this.#setUp(() => gpu.load(model));
      const { manifest } = await this.#setUp(() => gpu.conformance(model));
      // The site may have published another version meanwhile.
      if (manifest !== named.manifest) throw refusalTo(named, 'MODEL_UNKNOWN');
    } catch (error) {
      throw this.#refusalOf(error, named);
    }
  }

  async #setUp<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (isOneOf(ENDS_WORKER, error)) this.#deps.onWorkerLost();
      throw error;
    }
  }

  #expectFit(named: NamedModel): void {
    const refused = this.#refused.get(named.manifest);
    if (refused !== undefined) throw refused;
    if (this.#deps.isUnfit(named.model)) throw refusalTo(named, 'MODEL_REFUSED');
  }

  /** What a failure means for the loan. What will not change is remembered. */
  #refusalOf(error: unknown, named: NamedModel): unknown {
    if (error instanceof ModelLoanError || !(error instanceof CodedError)) return error;
    const code = error.code as GpuErrorCode;
    const problem = MEANS[code] ?? (this.#isLostAgain(error, named) ? 'MODEL_REFUSED' : undefined);
    if (problem === undefined) return error;
    const refusal = refusalTo(named, problem, error);
    if (refusal.isLasting) this.#refused.set(named.manifest, refusal);
    return refusal;
  }

  /** Whether the GPU's worker was lost, and not for the first time with this model. */
  #isLostAgain(error: CodedError, { manifest }: NamedModel): boolean {
    if (!isOneOf(ENDS_WORKER, error)) return false;
    const losses = (this.#losses.get(manifest) ?? 0) + 1;
    this.#losses.set(manifest, losses);
    return losses >= MOST_LOSSES;
  }
}

const refusalTo = ({ model }: NamedModel, problem: LoanProblem, cause?: Error): ModelLoanError =>
  new ModelLoanError(problem, `${model} cannot be got for a jury: ${problem}.`, { cause });
