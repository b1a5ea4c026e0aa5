import { type AuditMeasure, distanceOf } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import type { ModelLoans } from '#miner/engine/modelLoans.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import type { GpuClaim } from '#miner/gpu/fairQueueing.ts';
import { GpuError, isOneOf } from '#miner/gpu/gpuError.ts';
import { ModelLoanError } from '#miner/models/modelLoanError.ts';
import type { JuryProblem } from '#miner/status/minerStatus.ts';
import type { Finding } from '#protocol/court/vote.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { partCountOf } from '#protocol/trace/workTrace.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** What a juror finds, and why if the evidence counts as unavailable. */
export interface Judgement {
  readonly finding: Finding;
  /** In millionths of the bound, as `OpenedVote` has it. */
  readonly distance: bigint;
  readonly reason: JuryProblem | null;
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
export const unavailable = (reason: JuryProblem): Judgement => ({
  ...{ finding: 'unavailable', distance: 0n, reason },
});

export interface JudgementDeps {
  engine: Pick<TaskEngine, 'manifestOf' | 'audit'>;
  /** Models that the engine does not offer. */
  loans: Pick<ModelLoans, 'lend'>;
  /** Whether the tab is still getting this model ready. */
  isComing(model: string): boolean;
}

/** Whether the tab neither offers the model nor is getting it ready, so that it must be loaned. */
export const isAbsent = ({ engine, isComing }: Pick<JudgementDeps, 'engine' | 'isComing'>, model: string) =>
  engine.manifestOf(model) === undefined && !isComing(model);

export interface JudgeOptions {
  claim: GpuClaim;
  signal: AbortSignal;
  /** A loaned model is ready, and the result is being measured. */
  onReady?: () => void;
}

/**
 * Measures a result with a model that is ready on this GPU. It is found wrong only if two audits agree: one
 * alone may be the fault of this GPU.
 * @throws RefusalError BUSY, or INFERENCE_FAILED when the GPU failed; the signal's reason
 * @example const { finding } = await judgeReady(gpu, { request, result, parts }, { claim, signal });
 */
export async function judgeReady(
  engine: Pick<TaskEngine, 'audit'>,
  work: AuditedWork,
  options: Pick<JudgeOptions, 'claim' | 'signal'>,
): Promise<Judgement> {
  const first = await distanceFrom(engine, work, options);
  return found(first > 1 ? Math.min(first, await distanceFrom(engine, work, options)) : first);
}

/**
 * Anybody may exhibit a bundle, so its miner may have chosen the parts of the trace that show no fault. Some
 * parts can prove a result wrong; that it is right, only all of them do, or the whole work done again.
 */
async function distanceFrom(
  engine: Pick<TaskEngine, 'audit'>,
  work: AuditedWork,
  options: Pick<JudgeOptions, 'claim' | 'signal'>,
): Promise<number> {
  const measured = await measure(engine, work, options);
  const handed = distanceOf(measured);
  // Of parts that are too few the audit has done the whole work already.
  const isWhole = 'whole' in measured.measures;
  const count = work.parts?.size ?? 0;
  const mayHide = work.request.kind === 'image' && count > 0 && count < partCountOf(work.request);
  if (handed > 1 || isWhole || !mayHide) return handed;
  return Math.max(handed, distanceOf(await measure(engine, { ...work, parts: undefined }, options)));
}

/**
 * Judges a result on this tab's GPU as `judgeReady` does, with a loaned model if it offers no such one.
 * @throws RefusalError MODEL_NOT_LOADED while the model is still being loaded, BUSY, INFERENCE_FAILED when
 * the GPU failed; ModelLoanError; the signal's reason
 */
export async function judge(
  deps: JudgementDeps,
  { request, result, parts }: AuditedWork,
  { claim, signal, onReady }: JudgeOptions,
): Promise<Judgement> {
  const { engine, loans } = deps;
  const { model, manifest } = request;
  const judged = () => {
    onReady?.();
    return judgeReady(engine, { request, result, parts }, { claim, signal });
  };
  if (isAbsent(deps, model)) {
    const lent = loans.lend({ model, manifest }, judged, signal);
    return lent.catch((error: unknown) => failed(error, signal));
  }
  const offered = engine.manifestOf(model);
  if (offered === undefined) throw new RefusalError('MODEL_NOT_LOADED');
  return offered === manifest ? judged() : unavailable('MODEL_NOT_LOADED');
}

const found = (distance: number): Judgement => ({
  ...{ finding: distance <= 1 ? 'right' : 'wrong', distance: millionthsOf(distance), reason: null },
});

/** The GPU's errors may quote the prompt, so nothing of them but the code leaves this function. */
async function measure(
  engine: Pick<TaskEngine, 'audit'>,
  work: AuditedWork,
  options: { claim: GpuClaim; signal: AbortSignal },
): Promise<AuditMeasure> {
  const { signal } = options;
  try {
    const measured = await untilAborted(engine.audit(work, options), signal);
    if (Object.keys(measured.measures).length === 0)
      throw new GpuError('RUN_FAILED', 'Nothing was measured.');
    return measured;
  } catch (error) {
    return failed(error, signal);
  }
}

function failed(error: unknown, signal: AbortSignal): never {
  signal.throwIfAborted();
  if (error instanceof RefusalError || error instanceof ModelLoanError) throw error;
  throw new RefusalError(
    isOneOf(NOT_FAILED, error) ? 'BUSY' : 'INFERENCE_FAILED',
    error instanceof GpuError ? error.code : 'no code',
  );
}
