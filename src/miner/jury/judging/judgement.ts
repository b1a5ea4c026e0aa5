import { distanceOf } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import type { GpuClaim } from '#miner/gpu/fairQueueing.ts';
import { GpuError, isOneOf } from '#miner/gpu/gpuError.ts';
import type { ReadEvidence } from '#protocol/court/evidence.ts';
import type { Finding } from '#protocol/court/vote.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** What a juror finds, and why if the evidence counts as unavailable. */
export interface Judgement {
  readonly finding: Finding;
  /** In millionths of the bound, as `OpenedVote` has it. */
  readonly distance: bigint;
  readonly reason: RefusalCode | null;
}

/** The contract's largest distance: the result has nothing in common with the juror's own. */
const FARTHEST = 2n ** 64n - 1n;
const MILLION = 1_000_000;

/** These say that the GPU has no time or is not ready, not that it failed at the audit. */
const NOT_FAILED = ['QUEUE_FULL', 'DISPOSED', 'MODEL_NOT_LOADED'] as const;

/**
 * A share of the bound as votes state it.
 * @param distance 0 or more; may be infinite
 */
export function millionthsOf(distance: number): bigint {
  const millionths = Math.round(distance * MILLION);
  if (!Number.isFinite(millionths)) return FARTHEST;
  return BigInt(millionths) < FARTHEST ? BigInt(millionths) : FARTHEST;
}

/** A vote that the evidence cannot be judged here. It is neither paid nor fined. */
export const unavailable = (reason: RefusalCode): Judgement => ({
  ...{ finding: 'unavailable', distance: 0n, reason },
});

export interface JudgementDeps {
  engine: Pick<TaskEngine, 'manifestOf' | 'audit'>;
  /** Whether the tab is still getting this model ready. */
  isComing(model: string): boolean;
}

/**
 * Measures a reported result on this tab's GPU. It is found wrong only if two audits agree: one alone may be
 * the fault of this GPU.
 * @throws RefusalError MODEL_NOT_LOADED while the model is still being loaded, BUSY, INFERENCE_FAILED when
 * the GPU failed; the signal's reason
 */
export async function judge(
  { engine, isComing }: JudgementDeps,
  { request, result, parts }: ReadEvidence,
  { claim, signal }: { claim: GpuClaim; signal: AbortSignal },
): Promise<Judgement> {
  if (engine.manifestOf(request.model) !== request.manifest) {
    const mayCome = engine.manifestOf(request.model) === undefined && isComing(request.model);
    if (mayCome) throw new RefusalError('MODEL_NOT_LOADED');
    return unavailable('MODEL_NOT_LOADED');
  }
  const work = { request, result, parts };
  let distance = await measure(engine, work, { claim, signal });
  if (distance > 1) distance = Math.min(distance, await measure(engine, work, { claim, signal }));
  return { finding: distance <= 1 ? 'right' : 'wrong', distance: millionthsOf(distance), reason: null };
}

/** The GPU's errors may quote the prompt, so nothing of them but the code leaves this function. */
async function measure(
  engine: JudgementDeps['engine'],
  work: AuditedWork,
  options: { claim: GpuClaim; signal: AbortSignal },
): Promise<number> {
  const { signal } = options;
  try {
    const measured = await untilAborted(engine.audit(work, options), signal);
    if (Object.keys(measured.measures).length === 0)
      throw new GpuError('RUN_FAILED', 'Nothing was measured.');
    return distanceOf(measured);
  } catch (error) {
    signal.throwIfAborted();
    throw new RefusalError(
      isOneOf(NOT_FAILED, error) ? 'BUSY' : 'INFERENCE_FAILED',
      error instanceof GpuError ? error.code : 'no code',
    );
  }
}
