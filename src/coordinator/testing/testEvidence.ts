import { type Hex, keccak256, toHex, zeroHash } from 'viem';
import { imageRequest } from '#coordinator/testing/schedulerBench.ts';
import { type Evidence, encodeEvidence } from '#protocol/court/evidence.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import { encodeTaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { partCountOf, textTrace, traceOf } from '#protocol/trace/workTrace.ts';

/**
 * A bundle of evidence about a text that a miner signed.
 * @param draw the block whose roster the task was drawn with
 * @param name makes it another task
 */
export async function testEvidence(
  network: NetworkIdentity,
  signers: { coordinator: OperatorSigner; miner: OperatorSigner },
  draw: { blockNumber: number; beacon: Hex; minedAt: number },
  name = 'a task',
): Promise<Uint8Array<ArrayBuffer>> {
  const { coordinator, miner } = signers;
  const request = encodeTaskRequest({
    ...{ kind: 'text', model: 'talk', manifest: keccak256(toHex('manifest')) },
    ...{ messages: [{ role: 'user', content: name }], maxTokens: 16, temperature: 0, topP: 1, stop: [] },
    ...{ seed: 1, salt: `0x${'5a'.repeat(16)}` },
  });
  const tokens = [3, 4, 5];
  const promptTokens = 1;
  const result = encodeWire({
    ...{ kind: 'text', text: 'once upon a', tokens, promptTokens, finishReason: 'stop' },
  });
  const assignment = await signAssignment(network, coordinator, {
    ...{ taskId: taskIdOf(request), coordinator: coordinator.address, miner: miner.address, attempt: 0 },
    ...{ rosterBlock: draw.blockNumber, beacon: draw.beacon, passed: [] },
    ...{ unitPrice: 1n, expiry: draw.minedAt + 600 },
  });
  const work = { units: promptTokens + tokens.length, trace: traceOf(textTrace(tokens)).root };
  const claim = { assignment: assignmentDigest(network, assignment), result: resultHashOf(result), ...work };
  const signature = await signResult(network, miner, claim);
  return encodeEvidence({ request, result, assignment, ...work, signature, handed: null });
}

/** Evidence of a picture of five steps, with all of its trace. */
export async function testImageEvidence(
  network: NetworkIdentity,
  { coordinator, miner }: { coordinator: OperatorSigner; miner: OperatorSigner },
  bytesAPart = 1,
): Promise<Evidence> {
  const task = { ...imageRequest(), steps: 5 };
  const [request, result] = [encodeTaskRequest(task), encodeWire({ kind: 'image', png: Uint8Array.of(7) })];
  const parts = Array.from({ length: partCountOf(task) }, (_, at) => new Uint8Array(bytesAPart).fill(at));
  const { leaves, root } = traceOf(parts);
  const assignment = await signAssignment(network, coordinator, {
    ...{ taskId: taskIdOf(request), coordinator: coordinator.address, miner: miner.address, attempt: 0 },
    ...{ rosterBlock: 1, beacon: zeroHash, passed: [], unitPrice: 1n, expiry: 1_600 },
  });
  const work = { units: task.steps, trace: root };
  const claim = { assignment: assignmentDigest(network, assignment), result: resultHashOf(result), ...work };
  const signature = await signResult(network, miner, claim);
  const handed = { leaves: [...leaves], parts: parts.map((part, at): [number, typeof part] => [at, part]) };
  return { request, result, assignment, ...work, signature, handed };
}
