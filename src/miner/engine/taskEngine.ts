import type { Hex } from 'viem';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { GpuClaim } from '#miner/gpu/fairQueueing.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

export interface EngineRunOptions {
  /** Who the task is for: clients share the GPU's time. */
  readonly claim: GpuClaim;
  /** Aborting ends a waiting task at once, and a running one at its next step or token. */
  readonly signal: AbortSignal;
  /** Called when the task's turn on the GPU comes. */
  onStart(): void;
  onProgress(progress: TaskProgress): void;
}

/**
 * What runs tasks for the mining loop: the tab's GPU, or a test's. It queues them and decides which run
 * together.
 */
export interface TaskEngine {
  /** Ids of the models that have passed their test inputs. */
  models(): string[];
  /** Hash of such a model's manifest. */
  manifestOf(model: string): Hex | undefined;
  /** How many tasks of a model run together. */
  together(model: string): number;
  /** @throws when the GPU fails, or the signal is aborted */
  run(request: TaskRequest, options: EngineRunOptions): Promise<TaskOutcome>;
  /**
   * Measures another miner's result. It waits like a task does.
   * @throws when the GPU fails, or the signal is aborted
   */
  audit(work: AuditedWork, options: Pick<EngineRunOptions, 'claim' | 'signal'>): Promise<AuditMeasure>;
}
