import type { Hex } from 'viem';
import { encodeEvidence, evidenceIdOf } from '#protocol/court/evidence.ts';
import { type Assignment, assignmentDigest } from '#protocol/signed/assignment.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { encodeTaskRequest, type TaskRequest } from '#protocol/task/taskRequest.ts';
import { traceOf } from '#protocol/trace/workTrace.ts';

/** What a miner has computed and signed for an assignment. */
export interface SignedWork {
  assignment: Assignment;
  request: TaskRequest;
  /** The bytes of the result that it signed. */
  result: Uint8Array<ArrayBuffer>;
  units: number;
  /** All parts of the trace whose root it signed. */
  parts: readonly Uint8Array<ArrayBuffer>[];
  signature: Hex;
}

/** A bundle of evidence, under the name that a case about its result would have. */
export interface AnswerBundle {
  /** `evidenceIdOf` the signed result. */
  id: Hex;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The evidence by which a miner can answer a report of its work: all that jurors read, with the trace, so
 * that they can check single steps. Of a trace beyond what a bundle may hold, the later parts are left out.
 * @param mostBytes of the parts, as a bundle is read
 * @example const { id, bytes } = answerBundle(network, work);
 */
export function answerBundle(
  network: NetworkIdentity,
  work: SignedWork,
  mostBytes: number = TASK_LIMIT.traceBytes,
): AnswerBundle {
  const { assignment, request, result, units, signature } = work;
  const { leaves, root: trace } = traceOf(work.parts);
  const parts = partsThatFit(work.parts, mostBytes);
  const bytes = encodeEvidence({
    ...{ request: encodeTaskRequest(request), result, assignment, units, trace, signature },
    handed: { leaves: [...leaves], parts },
  });
  const digest = assignmentDigest(network, assignment);
  return { id: evidenceIdOf({ assignment: digest, result: resultHashOf(result), units, trace }), bytes };
}

function partsThatFit(
  all: readonly Uint8Array<ArrayBuffer>[],
  mostBytes: number,
): [number, Uint8Array<ArrayBuffer>][] {
  const parts: [number, Uint8Array<ArrayBuffer>][] = [];
  let room = mostBytes;
  for (const [index, part] of all.entries()) {
    room -= part.byteLength;
    if (room < 0) break;
    parts.push([index, part]);
  }
  return parts;
}
