import { expect, it } from 'vitest';
import { answerBundle } from '#miner/answers/answerBundle.ts';
import { bundleOf, reportedResult } from '#miner/testing/evidence.ts';
import { network } from '#miner/testing/world.ts';
import { readEvidence } from '#protocol/court/evidence.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { taskRequestSchema } from '#protocol/task/taskRequest.ts';

/** A trace of six parts of a byte each. */
async function signedWork() {
  const evidence = await reportedResult({ steps: 5 });
  const { assignment, result, units, signature, handed } = evidence;
  const request = decodeWire(taskRequestSchema, evidence.request, TASK_LIMIT.requestBytes);
  const parts = handed!.parts.map(([, part]) => new Uint8Array(part));
  const signed = { assignment, request, units, signature };
  return { evidence, work: { ...signed, result: new Uint8Array(result), parts } };
}

it('is what jurors read about the result, with the whole trace, under the case’s name', async () => {
  const { evidence, work } = await signedWork();
  const { id, bytes } = await bundleOf(evidence);
  expect(answerBundle(network, work)).toEqual({ id, bytes });
});

it.each([
  [6, 6],
  [5, 5],
  [0, 0],
])('leaves out the later parts where only %i bytes are read', async (mostBytes, count) => {
  const { work } = await signedWork();
  const { parts } = await readEvidence(network, answerBundle(network, work, mostBytes).bytes);
  expect([...parts!.keys()]).toEqual(Array.from({ length: count }, (_, at) => at));
});
