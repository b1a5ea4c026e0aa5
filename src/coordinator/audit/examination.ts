import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { type Auditor, AuditorError } from '#coordinator/audit/backEnds/auditor.ts';
import type { Audited } from '#coordinator/audit/draw/audited.ts';
import type { HeldStreams } from '#coordinator/audit/heldStreams.ts';
import { mostPartsOf, partBytesOf, wantedParts } from '#coordinator/audit/wantedParts.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { AuditRecord } from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import { type AuditMeasure, distanceOf } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { HELD_S, UPLOAD_BYTES_PER_S } from '#protocol/task/taskLife.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { taskRequestSchema } from '#protocol/task/taskRequest.ts';
import { taskResultSchema } from '#protocol/task/taskResult.ts';
import { partCountOf, readTrace, type WorkTrace } from '#protocol/trace/workTrace.ts';

/** The longest that an upload may take beyond the term, in ms. */
const LONGEST_UPLOAD_MS = 480_000;

export interface ExaminationDeps {
  tasks: TaskStore;
  catalogue: ModelCatalogue;
  held: HeldStreams;
  /** The first one decides that a result is right; only all of them, that it is wrong. */
  auditors: readonly Auditor[];
  /** How long a miner may take to hand over its trace, in ms. */
  traceTermMs: number;
  /** ms since 1970. */
  nowMs(): number;
  log: Logger;
}

/** What an audit found. */
export interface Examination {
  readonly found: Pick<AuditRecord, 'measures' | 'isDoubted'>;
  readonly isRight: boolean;
  /** Whether the miner handed over what it had signed, or need not keep it any more. */
  readonly isHanded: boolean;
  /** What it handed over, of a wrong result all that it would. */
  readonly trace: WorkTrace | undefined;
}

/**
 * Asks the miner for a part of its trace and computes it again. Without it the whole result is computed.
 * @param signal ends the wait for the trace
 * @throws AuditorError when it could not be computed: `in_doubt` when something speaks against the result
 */
export async function examine(
  deps: ExaminationDeps,
  audited: Audited,
  signal: AbortSignal,
): Promise<Examination> {
  const work = await readWork(deps, audited);
  const { request } = work;
  const model = deps.catalogue.find(request.model);
  if (model === undefined)
    throw new AuditorError('model_not_served', `The model ${request.model} is not served any more.`);
  // The root of a text's trace was compared with its tokens when it was delivered.
  if (request.kind === 'text' || model.manifest.kind === 'text') {
    return { ...(await measure(deps, work)), isHanded: true, trace: undefined };
  }
  const shape = { length: partCountOf(request), partBytes: partBytesOf(model.manifest, request) };
  const wanted = wantedParts(model.manifest, request, randomShare);
  const some = await handed(deps, audited, { ...shape, wanted }, signal);
  const isHanded = some !== undefined || isForgotten(deps, audited);
  const { found, isRight } = await measure(deps, { ...work, parts: some?.parts }).catch((error: unknown) => {
    if (isHanded || !(error instanceof AuditorError)) throw error;
    throw new AuditorError('in_doubt', 'The miner handed over nothing to compute again.', { cause: error });
  });
  if (isRight || some === undefined) return { found, isRight, isHanded, trace: some?.trace };
  return { found, isRight, isHanded, trace: (await wholeTrace(deps, audited, signal)) ?? some.trace };
}

/**
 * Asks the miner of an image for all of its trace.
 * @param signal ends the wait
 * @returns undefined where it is too large for one answer, or the miner does not hand over what it signed
 */
export async function wholeTrace(
  deps: ExaminationDeps,
  audited: Audited,
  signal: AbortSignal,
): Promise<WorkTrace | undefined> {
  const { request } = await readWork(deps, audited);
  const model = deps.catalogue.find(request.model);
  if (request.kind === 'text' || model === undefined || model.manifest.kind === 'text') return undefined;
  const shape = { length: partCountOf(request), partBytes: partBytesOf(model.manifest, request) };
  if (shape.length > mostPartsOf(model.manifest, request)) return undefined;
  const wanted = Array.from({ length: shape.length }, (_, part) => part);
  return (await handed(deps, audited, { ...shape, wanted }, signal))?.trace;
}

/** Whether the miner was asked so late that it may have deleted its trace: then it is not at fault. */
const isForgotten = ({ nowMs }: ExaminationDeps, { payment }: Audited): boolean =>
  nowMs() > payment.deliveredAt + HELD_S * 1_000;

async function readWork({ tasks }: ExaminationDeps, { record, task }: Audited): Promise<AuditedWork> {
  const result = await tasks.result(record.taskId);
  if (task.request === null || result === undefined)
    throw new AuditorError('contents_deleted', `The contents of task ${record.taskId} were deleted.`);
  return {
    request: decodeWire(taskRequestSchema, task.request, TASK_LIMIT.requestBytes),
    result: decodeWire(taskResultSchema, result, TASK_LIMIT.resultBytes, TASK_LIMIT.resultItems),
    parts: undefined,
  };
}

/** @returns undefined when the miner hands over nothing in time, or what it did not sign */
async function handed(
  { held, traceTermMs, log }: ExaminationDeps,
  { digest, payment, task }: Audited,
  { length, partBytes, wanted }: { length: number; partBytes: number; wanted: readonly number[] },
  signal: AbortSignal,
) {
  const uploadMs = (1_000 * partBytes * wanted.length) / UPLOAD_BYTES_PER_S;
  const termMs = Math.ceil(traceTermMs + Math.min(uploadMs, LONGEST_UPLOAD_MS));
  const trace = await held.trace(digest, wanted, { termMs, signal });
  signal.throwIfAborted();
  if (trace === undefined) return undefined;
  try {
    if (trace.leaves.length !== length)
      throw new RefusalError('BAD_TRACE', 'of another length than the task’s');
    if (trace.parts.some(([, part]) => part.byteLength !== partBytes))
      throw new RefusalError('BAD_TRACE', 'parts of another size than the task’s');
    const parts = readTrace(payment.traceRoot, trace);
    if (!wanted.every((part) => parts.has(part)))
      throw new RefusalError('BAD_TRACE', 'wanted parts are missing');
    return { trace, parts };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    log.info({ task: task.id, miner: payment.miner, detail: error.detail }, 'a trace was not as signed');
    return undefined;
  }
}

/** @throws AuditorError; `in_doubt` when an auditor found the result wrong and a further one could not say */
async function measure({ auditors }: ExaminationDeps, work: AuditedWork) {
  let last: AuditMeasure = { measures: {} };
  for (const [at, auditor] of auditors.entries()) {
    last = await auditor.audit(work).catch((error: unknown) => {
      if (at === 0 || !(error instanceof AuditorError)) throw error;
      throw new AuditorError('in_doubt', 'One back end finds the result wrong, another cannot say.', {
        cause: error,
      });
    });
    if (distanceOf(last) <= 1)
      return { found: { measures: last.measures, isDoubted: at > 0 }, isRight: true };
  }
  return { found: { measures: last.measures, isDoubted: true }, isRight: false };
}

/** 0..1, which nobody can foresee. */
const randomShare = (): number => randomBytes(4).readUInt32LE() / 2 ** 32;
