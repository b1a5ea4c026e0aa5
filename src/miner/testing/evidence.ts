import type { Hex } from 'viem';
import { BEACON, boss, network, PRICE, rival, winningRequest } from '#miner/testing/world.ts';
import {
  type Evidence,
  encodeEvidence,
  evidenceHashOf,
  evidenceIdOf,
  readEvidence,
} from '#protocol/court/evidence.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import { encodeTaskRequest, type TaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { traceOf } from '#protocol/trace/workTrace.ts';

export interface Bundle {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly hash: Hex;
  /** What a case about it calls its evidence. */
  readonly id: Hex;
}

const PARTS = [Uint8Array.of(1), Uint8Array.of(2)];

/** A bundle as a coordinator holds it. */
export const bundleOf = async (evidence: Evidence): Promise<Bundle> => {
  const bytes = encodeEvidence(evidence);
  const { claim } = await readEvidence(network, bytes);
  return { bytes, hash: evidenceHashOf(bytes), id: evidenceIdOf(claim) };
};

/** Evidence of a result that the rival signed for a task of the boss. */
export async function reportedResult(change: Partial<TaskRequest> = {}): Promise<Evidence> {
  const request = encodeTaskRequest({ ...winningRequest().request, ...change } as TaskRequest);
  const assignment = await signAssignment(network, boss, {
    ...{ taskId: taskIdOf(request), coordinator: boss.address, miner: rival.address, attempt: 0 },
    ...{ rosterBlock: 10, beacon: BEACON, passed: [], unitPrice: PRICE, expiry: 2_000_000 },
  });
  const result = encodeWire({ kind: 'image', png: Uint8Array.of(7) });
  const { leaves, root } = traceOf(PARTS);
  const claim = {
    assignment: assignmentDigest(network, assignment),
    ...{ result: resultHashOf(result), units: 1, trace: root },
  };
  return {
    ...{ request, result, assignment, units: 1, trace: root },
    signature: await signResult(network, rival, claim),
    handed: { leaves: [...leaves], parts: PARTS.map((part, index) => [index, part]) },
  };
}
