import { type Hex, keccak256, toHex } from 'viem';
import { encodeEvidence } from '#protocol/court/evidence.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import { encodeTaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { textTrace, traceOf } from '#protocol/trace/workTrace.ts';

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
