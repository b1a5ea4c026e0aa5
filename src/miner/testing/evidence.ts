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
import {
  encodeTaskRequest,
  type ImageRequest,
  type TaskRequest,
  taskIdOf,
} from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { partCountOf, textTrace, traceOf } from '#protocol/trace/workTrace.ts';

export interface Bundle {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly hash: Hex;
  /** What a case about it calls its evidence. */
  readonly id: Hex;
}

/** A bundle as a coordinator holds it. */
export const bundleOf = async (evidence: Evidence): Promise<Bundle> => {
  const bytes = encodeEvidence(evidence);
  const { claim } = await readEvidence(network, bytes);
  return { bytes, hash: evidenceHashOf(bytes), id: evidenceIdOf(claim) };
};

/** Evidence of a picture that the rival signed for a task of the boss. */
export async function reportedResult(change: Partial<ImageRequest> = {}): Promise<Evidence> {
  const request = { ...winningRequest().request, ...change } as ImageRequest;
  const parts = Array.from({ length: partCountOf(request) }, (_, at) => Uint8Array.of(at + 1));
  const { leaves, root } = traceOf(parts);
  const work = { units: request.steps, trace: root };
  return {
    ...(await signed(request, { kind: 'image', png: Uint8Array.of(7) }, work)),
    handed: { leaves: [...leaves], parts: parts.map((part, index) => [index, part]) },
  };
}

/** Evidence of a text, whose trace nobody hands over. */
export async function reportedText(tokens: number[]): Promise<Evidence> {
  const { model, manifest, salt } = winningRequest().request;
  const request: TaskRequest = {
    ...({ kind: 'text', model, manifest } as const),
    messages: [{ role: 'user', content: 'hello' }],
    ...{ maxTokens: 16, temperature: 0, topP: 1, stop: [], seed: 1, salt },
  };
  const result: TaskResult = { kind: 'text', text: 'a', tokens, promptTokens: 1, finishReason: 'stop' };
  const work = { units: 1 + tokens.length, trace: traceOf(textTrace(tokens)).root };
  return { ...(await signed(request, result, work)), handed: null };
}

async function signed(
  task: TaskRequest,
  answer: TaskResult,
  work: { units: number; trace: Hex },
): Promise<Omit<Evidence, 'handed'>> {
  const request = encodeTaskRequest(task);
  const assignment = await signAssignment(network, boss, {
    ...{ taskId: taskIdOf(request), coordinator: boss.address, miner: rival.address, attempt: 0 },
    ...{ rosterBlock: 10, beacon: BEACON, passed: [], unitPrice: PRICE, expiry: 2_000_000 },
  });
  const result = encodeWire(answer);
  const claim = {
    ...{ assignment: assignmentDigest(network, assignment), result: resultHashOf(result), ...work },
  };
  return { request, result, assignment, ...work, signature: await signResult(network, rival, claim) };
}
