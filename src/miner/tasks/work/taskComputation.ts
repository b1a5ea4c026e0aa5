import type { Hex } from 'viem';
import { answerBundle } from '#miner/answers/answerBundle.ts';
import type { AnswerStore } from '#miner/answers/answerStore.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import type { GpuClaim } from '#miner/gpu/fairQueueing.ts';
import {
  PAID,
  type SignedResult,
  type SignedResultStore,
  type StandingResult,
} from '#miner/tasks/work/signedResultStore.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import { type TaskRequest, taskIdOf, taskRequestSchema } from '#protocol/task/taskRequest.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';
import { traceOf } from '#protocol/trace/workTrace.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** How a computation ended: a signed result, or the code with which the task goes back. */
export type Computed =
  | (SignedResult & { type: 'result' })
  | { type: 'refusal'; code: RefusalCode; detail: string };

export interface ComputationDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  engine: TaskEngine;
  /** The coordinator's, to the GPU. */
  claim: GpuClaim;
  results: SignedResultStore;
  answers: Pick<AnswerStore, 'keep'>;
  /** The price in the coordinator's welcome, in wei per unit. */
  priceOf(model: string): bigint | undefined;
}

export interface ComputationEvents {
  onStart(request: TaskRequest): void;
  onProgress(progress: TaskProgress): void;
}

/**
 * Reads a request. @throws RefusalError when it is not the assigned one, its model is not loaded, or it
 * pays less than the price agreed on
 */
export function readRequest(deps: ComputationDeps, assignment: Assignment, bytes: Uint8Array): TaskRequest {
  if (taskIdOf(bytes) !== assignment.taskId) {
    throw new RefusalError('MALFORMED', 'the request belongs to another task');
  }
  const request = decodeWire(taskRequestSchema, bytes, TASK_LIMIT.requestBytes);
  const manifest = deps.engine.manifestOf(request.model);
  if (manifest === undefined) throw new RefusalError('MODEL_NOT_LOADED', request.model);
  if (manifest !== request.manifest) {
    throw new RefusalError('MODEL_NOT_LOADED', `${request.model} with another manifest`);
  }
  const price = deps.priceOf(request.model);
  if (price === undefined || assignment.unitPrice < price) {
    throw new RefusalError(
      'MALFORMED',
      'the assignment pays less than the price in the coordinator’s welcome',
    );
  }
  return request;
}

/** What a result is signed for. */
export interface AssignedTask {
  /** Digest that names the assignment. */
  digest: Hex;
  assignment: Assignment;
  request: TaskRequest;
}

/**
 * Runs a task when the GPU is free and signs its result. If this assignment has a signed result already,
 * returns that one; if it was paid for, refuses with TASK_OVER. A result is stored before it is returned.
 * Never rejects: an abort becomes a refusal with the signal's code, any other error INFERENCE_FAILED.
 */
export async function compute(
  deps: ComputationDeps,
  { digest, assignment, request }: AssignedTask,
  events: ComputationEvents,
  signal: AbortSignal,
): Promise<Computed> {
  const computedOf = (result: StandingResult): Computed =>
    result === PAID
      ? { type: 'refusal', code: 'TASK_OVER', detail: 'it was paid for' }
      : { ...result, type: 'result' };
  const { expiry } = assignment;
  try {
    const known = await deps.results.find(digest, expiry);
    if (known !== undefined) return computedOf(known);
    const { onProgress } = events;
    const running = deps.engine.run(request, {
      claim: deps.claim,
      signal,
      onProgress,
      onStart: () => events.onStart(request),
    });
    // A cancelled task is handed back at once; the GPU ends it at its next step.
    const outcome = await untilAborted(running, signal);
    signal.throwIfAborted();
    if (outcome.result.kind !== request.kind) throw new Error('the engine returned a result of another kind');
    const bytes = encodeWire(outcome.result);
    if (bytes.byteLength > TASK_LIMIT.resultBytes) throw new Error(`a result of ${bytes.byteLength} bytes`);
    const hash = resultHashOf(bytes);
    const units = unitsOf(request, outcome.result);
    const trace = traceOf(outcome.trace).root;
    const claim = { assignment: digest, result: hash, units, trace };
    const signature = await signResult(deps.network, deps.signer, claim);
    const { model } = request;
    const result = { bytes, hash, units, trace, signature, model, outcome };
    const standing = await deps.results.keep(digest, expiry, result);
    // Its delivery does not wait for it.
    if (standing !== PAID) void keepAnswer(deps, { digest, assignment, request }, standing);
    return computedOf(standing);
  } catch (error) {
    if (signal.aborted && signal.reason instanceof RefusalError) {
      return { type: 'refusal', code: signal.reason.code, detail: signal.reason.message };
    }
    return {
      type: 'refusal',
      code: 'INFERENCE_FAILED',
      detail: error instanceof Error ? error.message : 'unknown',
    };
  }
}

/** Never rejects: a result that cannot be kept for a jury is delivered and paid all the same. */
async function keepAnswer(
  { network, answers }: ComputationDeps,
  { assignment, request }: AssignedTask,
  { bytes: result, units, signature, outcome }: SignedResult,
): Promise<void> {
  try {
    const work = { assignment, request, result, units, signature, parts: outcome.trace };
    await answers.keep(answerBundle(network, work));
  } catch (error) {
    console.debug('miner: a result is not kept for a jury', error);
  }
}
