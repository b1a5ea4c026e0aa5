import type { Hex } from 'viem';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import type { EngineRunOptions, TaskEngine } from '#miner/engine/taskEngine.ts';
import { GpuQueue } from '#miner/gpu/gpuQueue.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

interface GatedRun {
  request: TaskRequest;
  /** The coordinator that it is for. */
  client: string;
  signal: AbortSignal;
  finish(): void;
  fail(error: Error): void;
}

/** Hash of every model's manifest. */
export const MANIFEST: Hex = `0x${'a'.repeat(64)}`;

/** Runs end when the test ends them. The result depends on the request alone. */
export class GatedEngine implements TaskEngine {
  readonly runs: GatedRun[] = [];
  progress: (progress: TaskProgress) => void = () => undefined;
  open = true;
  offered = ['draw'];
  readonly models = () => this.offered;
  readonly manifestOf = (model: string) => (this.offered.includes(model) ? MANIFEST : undefined);
  readonly together = () => this.most;
  most = 1;

  /** The time that the queue sees, in ms. */
  clock = 0;
  readonly #queue = new GpuQueue(() => this.clock);

  run(request: TaskRequest, { claim, signal, onStart, onProgress }: EngineRunOptions): Promise<TaskOutcome> {
    const work = () =>
      new Promise<TaskOutcome>((resolve, reject) => {
        this.progress = onProgress;
        const png = new TextEncoder().encode(`picture of ${JSON.stringify(request)}`);
        const finish = () =>
          resolve({ result: { kind: 'image', png }, trace: [png, new Uint8Array([1])], seconds: 2 });
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        this.runs.push({ request, client: claim.client, finish, fail: reject, signal });
        if (this.open) finish();
      });
    return this.#queue.run(work, { model: request.model, claim, limit: this.together, signal, onStart });
  }

  /** What an audit measures. */
  measure: AuditMeasure = { measures: { step: { value: 0, bound: 1 } } };
  readonly audits: AuditedWork[] = [];

  audit(
    work: AuditedWork,
    { claim, signal }: Pick<EngineRunOptions, 'claim' | 'signal'>,
  ): Promise<AuditMeasure> {
    const measure = async () => {
      this.audits.push(work);
      return this.measure;
    };
    return this.#queue.run(measure, {
      model: `audit of ${work.request.model}`,
      claim,
      limit: () => 1,
      signal,
    });
  }
}
