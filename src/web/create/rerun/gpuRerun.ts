import type { AuditedWork } from '#inference/loadedModel.ts';
import type { GpuClient } from '#miner/gpu/gpuClient.ts';
import type { LoadProgress } from '#miner/gpu/gpuProtocol.ts';
import { type Judgement, judgeReady } from '#miner/jury/judging/judgement.ts';
import { untilAborted } from '#protocol/untilAborted.ts';
import { RerunError } from '#web/create/rerun/rerunError.ts';

/** Where it stands; `done` of `total` bytes, graphs or steps, where they are counted. */
export interface RerunProgress {
  stage: LoadProgress['stage'] | 'start' | 'reference' | 'measure';
  done?: number;
  total?: number;
}

export interface GpuRerunDeps {
  /** A GPU of its own, for this run alone. */
  createGpu(): Pick<GpuClient, 'load' | 'conformance' | 'audit' | 'dispose'>;
  /** Whether a tab of this browser mines. */
  isMining(): Promise<boolean>;
  /** Holds what one run of all tabs has at a time; undefined where another has it. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** Nobody shares this GPU's time. */
const CLAIM = { client: 'visitor', weight: () => 1 };

/**
 * Computes a result again on the visitor's GPU and compares, as a juror does: the GPU must pass the model's
 * test inputs before, and only two audits that agree find a result wrong. Aborting it ends the GPU's
 * worker; what was downloaded stays.
 * @throws RerunError MINING, RUNNING, MODEL_UNKNOWN when the site has another version of the model meanwhile;
 * GpuError while the model is being loaded; RefusalError INFERENCE_FAILED, with the GPU's code, when it
 * failed at the audit; the signal's reason
 */
export async function gpuRerun(
  deps: GpuRerunDeps,
  work: AuditedWork,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: RerunProgress) => void },
): Promise<Judgement> {
  if (await deps.isMining()) throw new RerunError('MINING');
  signal.throwIfAborted();
  const judgement = await deps.alone(() => runAlone(deps, work, { signal, onProgress }));
  if (judgement === undefined) throw new RerunError('RUNNING');
  return judgement;
}

async function runAlone(
  { createGpu }: GpuRerunDeps,
  work: AuditedWork,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: RerunProgress) => void },
): Promise<Judgement> {
  const { model, manifest } = work.request;
  const gpu = createGpu();
  const say = (progress: RerunProgress) => {
    if (!signal.aborted) onProgress(progress);
  };
  try {
    say({ stage: 'start' });
    await untilAborted(gpu.load(model, say), signal);
    say({ stage: 'reference' });
    const passed = await untilAborted(gpu.conformance(model), signal);
    if (passed.manifest !== manifest) throw new RerunError('MODEL_UNKNOWN');
    const engine: Parameters<typeof judgeReady>[0] = {
      audit: (each, options) => {
        say({ stage: 'measure' });
        return gpu.audit(each, {
          ...options,
          onProgress: (step) => {
            if (step.kind === 'step') say({ stage: 'measure', done: step.done, total: step.total });
          },
        });
      },
    };
    return await judgeReady(engine, work, { claim: CLAIM, signal });
  } finally {
    gpu.dispose();
  }
}
