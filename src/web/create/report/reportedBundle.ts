import type { Hex } from 'viem';
import {
  encodeEvidence,
  evidenceHashOf,
  evidenceIdOf,
  type ReadEvidence,
  readEvidence,
} from '#protocol/court/evidence.ts';
import { assignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { encodeTaskRequest, type TaskRequest } from '#protocol/task/taskRequest.ts';
import { isMinersWord } from '#web/create/rerun/minersWord.ts';
import { RerunError } from '#web/create/rerun/rerunError.ts';
import { resultAgain } from '#web/create/rerun/resultAgain.ts';
import type { KeptReceipt, SavedResult } from '#web/create/saved/savedResult.ts';

/** A bundle of evidence that a jury can judge by. */
export interface ReportedBundle {
  bytes: Uint8Array<ArrayBuffer>;
  /** `evidenceHashOf` it. */
  hash: Hex;
  read: ReadEvidence;
}

/**
 * What a case about a receipt's result is called, as `evidenceIdOf`.
 * @returns undefined for the receipt of an older page, which has too little
 */
export function reportedIdOf(receipt: KeptReceipt): Hex | undefined {
  const { trace_root: trace, assignment_digest: assignment, result_hash: result, units } = receipt;
  return trace === undefined ? undefined : evidenceIdOf({ assignment, result, units, trace });
}

/**
 * Evidence about a result, of what this browser kept: the order, the result and its receipt. The trace's
 * parts are with the miner, so the bundle has none: jurors then compute the whole task.
 * @param request as `requestAgain` made it
 * @throws RerunError NOT_SIGNED, and as `resultAgain`; RefusalError as `readEvidence`; ApiFailure; the
 * signal's reason
 * @example const { bytes, hash } = await reportedBundle(network, result, request, signal);
 */
export async function reportedBundle(
  network: NetworkIdentity,
  result: SavedResult,
  request: TaskRequest,
  signal: AbortSignal,
): Promise<ReportedBundle> {
  const { receipt } = result;
  const { task_id, assignment, units, trace_root: trace, result_signature } = receipt;
  const isSigned = await isMinersWord(receipt, network);
  if (!isSigned || assignment === null || trace === undefined) throw new RerunError('NOT_SIGNED');
  const bytes = encodeEvidence({
    ...{ request: encodeTaskRequest(request), result: encodeWire(await resultAgain(result, signal)) },
    ...{ assignment: assignmentOf(task_id, assignment), units, trace, handed: null },
    signature: result_signature as Hex,
  });
  return { bytes, hash: evidenceHashOf(bytes), read: await readEvidence(network, bytes) };
}
