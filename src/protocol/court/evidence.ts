import { encodeAbiParameters, type Hex, keccak256 } from 'viem';
import { z } from 'zod';
import { hashField, signatureField } from '#protocol/fields.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { assignmentDigest, assignmentSchema, isAssignmentSigned } from '#protocol/signed/assignment.ts';
import { isResultSigned, type ResultClaim, resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type TaskRequest, taskIdOf, taskRequestSchema } from '#protocol/task/taskRequest.ts';
import { type TaskResult, taskResultSchema } from '#protocol/task/taskResult.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';
import { partCountOf, readTrace, workTraceSchema } from '#protocol/trace/workTrace.ts';

/** All that a jury needs to judge a result: who assigned what to whom, what came back, and who signed it. */
export const evidenceSchema = z.strictObject({
  /** Canonical bytes of the request. */
  request: z.instanceof(Uint8Array).refine(({ length }) => length <= TASK_LIMIT.requestBytes),
  /** The bytes that the miner signed. */
  result: z.instanceof(Uint8Array).refine(({ length }) => length <= TASK_LIMIT.resultBytes),
  assignment: assignmentSchema,
  units: z.number().int().min(0).max(0xffffffff),
  trace: hashField,
  /** The miner's signature over the result. */
  signature: signatureField,
  /** What the miner handed over of its trace; null when it handed over nothing. */
  handed: workTraceSchema.nullable(),
});
export type Evidence = z.output<typeof evidenceSchema>;

/** An assignment that passed over a thousand miners, and everything around it. */
const ENVELOPE_BYTES = 128 * 1024;
/** The most bytes of a bundle. */
export const EVIDENCE_BYTES =
  TASK_LIMIT.requestBytes + TASK_LIMIT.resultBytes + TASK_LIMIT.traceBytes + ENVELOPE_BYTES;

/** Evidence whose hashes and signatures are right. Whether the result is, the model tells. */
export interface ReadEvidence {
  readonly evidence: Evidence;
  readonly request: TaskRequest;
  readonly result: TaskResult;
  /** What the miner signed. */
  readonly claim: ResultClaim;
  /** The parts of its trace that were handed over, by index. */
  readonly parts: ReadonlyMap<number, Uint8Array> | undefined;
}

/**
 * A bundle as it is served; `evidenceHashOf` is its address.
 * @example const bytes = encodeEvidence(evidence);
 */
export const encodeEvidence = (evidence: Evidence): Uint8Array<ArrayBuffer> => encodeWire(evidence);

/**
 * Under which a bundle is fetched.
 * @example evidenceHashOf(bytes) === exhibit.hash;
 */
export const evidenceHashOf = (bytes: Uint8Array): Hex => keccak256(bytes);

/**
 * What a case on the chain calls its evidence: the hash of the assignment's digest and the signed result.
 * @example evidenceIdOf(claim) === theCase.evidence;
 */
export const evidenceIdOf = ({ assignment, result, units, trace }: ResultClaim): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'uint32' }, { type: 'bytes32' }],
      [assignment, result, units, trace],
    ),
  );

/**
 * Reads a bundle and checks that its parts belong together: the request is the assigned one, the coordinator
 * signed the assignment, and the miner the result and its trace.
 * @throws RefusalError MALFORMED, BAD_SIGNATURE, BAD_TRACE
 * @example const { request, result } = await readEvidence(network, bytes);
 */
export async function readEvidence(network: NetworkIdentity, bytes: Uint8Array): Promise<ReadEvidence> {
  const evidence = decodeWire(evidenceSchema, bytes, EVIDENCE_BYTES);
  const { assignment, units, trace, signature, handed } = evidence;
  if (taskIdOf(evidence.request) !== assignment.taskId) {
    throw new RefusalError('MALFORMED', 'the request belongs to another task');
  }
  const request = decodeWire(taskRequestSchema, evidence.request, TASK_LIMIT.requestBytes);
  const result = decodeWire(
    taskResultSchema,
    evidence.result,
    TASK_LIMIT.resultBytes,
    TASK_LIMIT.resultItems,
  );
  const claim: ResultClaim = {
    assignment: assignmentDigest(network, assignment),
    result: resultHashOf(evidence.result),
    units,
    trace,
  };
  if (result.kind !== request.kind || units !== unitsOf(request, result)) {
    throw new RefusalError('MALFORMED', 'the result is not one of this request');
  }
  const { miner } = assignment;
  const signed =
    (await isAssignmentSigned(network, assignment)) &&
    (await isResultSigned(network, claim, { miner, signature }));
  if (!signed) throw new RefusalError('BAD_SIGNATURE');
  if (handed !== null && handed.leaves.length !== partCountOf(request)) {
    throw new RefusalError('BAD_TRACE', 'a trace of another length than the task’s');
  }
  const parts = handed === null ? undefined : readTrace(trace, handed);
  return { evidence, request, result, claim, parts };
}
