import { zeroHash } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { evidenceHashOf, evidenceIdOf } from '#protocol/court/evidence.ts';
import { apiAssignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { resultHashOf, signResult } from '#protocol/signed/resultSignature.ts';
import { encodeTaskRequest, type TaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { reportedBundle, reportedIdOf } from '#web/create/report/reportedBundle.ts';
import type { KeptReceipt, SavedResult } from '#web/create/saved/savedResult.ts';

const NETWORK = { chainId: 8_453, staking: `0x${'5'.repeat(40)}`, payments: `0x${'6'.repeat(40)}` } as const;
const [miner, coordinator] = [1, 2].map(() => privateKeyToAccount(generatePrivateKey())) as [
  ReturnType<typeof privateKeyToAccount>,
  ReturnType<typeof privateKeyToAccount>,
];
const never = new AbortController().signal;
const REQUEST = {
  ...{ kind: 'image', model: 'icons128', manifest: zeroHash, prompt: 'flat owl', steps: 3, guidance: 1 },
  ...{ negativePrompt: '', width: 128, height: 128 },
  ...{ seed: 7, salt: `0x${'5a'.repeat(16)}` },
} as unknown as TaskRequest;
const RESULT = { kind: 'image', png: new Uint8Array([1, 2, 3]) } satisfies TaskResult;

/** What the browser keeps of an order that this miner answered. */
async function saved(change: Partial<KeptReceipt> = {}): Promise<SavedResult> {
  const taskId = taskIdOf(encodeTaskRequest(REQUEST));
  const assignment = await signAssignment(NETWORK, coordinator, {
    ...{ taskId, coordinator: coordinator.address, miner: miner.address, attempt: 0, passed: [] },
    ...{ rosterBlock: 900, beacon: zeroHash, unitPrice: 5n, expiry: 1_800_000_000 },
  });
  const claim = {
    ...{ assignment: assignmentDigest(NETWORK, assignment), result: resultHashOf(encodeWire(RESULT)) },
    ...{ units: unitsOf(REQUEST, RESULT), trace: `0x${'7'.repeat(64)}` as const },
  };
  const receipt = {
    ...{ ...EXAMPLE_RECEIPT, task_id: taskId, miner: miner.address, units: claim.units },
    ...{ assignment: apiAssignmentOf(assignment), assignment_digest: claim.assignment },
    ...{ result_hash: claim.result, trace_root: claim.trace },
    result_signature: await signResult(NETWORK, miner, claim),
    ...change,
  };
  const image = new Blob([Uint8Array.from(RESULT.png)]);
  return { id: taskId, prompt: 'flat owl', savedAt: 1, receipt, kind: 'image', image };
}

it('is evidence that a jury reads, without parts of the trace', async () => {
  const result = await saved();
  const { bytes, hash, read } = await reportedBundle(NETWORK, result, REQUEST, never);
  expect(hash).toBe(evidenceHashOf(bytes));
  expect([read.request, read.result, read.parts]).toEqual([REQUEST, RESULT, undefined]);
  // The page looks for the case by the receipt alone.
  expect(reportedIdOf(result.receipt)).toBe(evidenceIdOf(read.claim));
});

it('is the same bundle whenever it is made, so that it is handed over again under its hash', async () => {
  const result = await saved();
  const one = await reportedBundle(NETWORK, result, REQUEST, never);
  expect((await reportedBundle(NETWORK, result, REQUEST, never)).hash).toBe(one.hash);
});

it.each<[string, Partial<KeptReceipt>, string]>([
  ['the miner did not sign it', { result_signature: `0x${'1'.repeat(130)}` }, 'NOT_SIGNED'],
  ['its coordinator showed no assignment', { assignment: null }, 'NOT_SIGNED'],
])('is not made where %s', async (_, change, code) => {
  await expect(reportedBundle(NETWORK, await saved(change), REQUEST, never)).rejects.toMatchObject({ code });
});

it('is not made of a picture or a request that were changed here', async () => {
  const result = { ...(await saved()), image: new Blob([new Uint8Array([9])]) } as SavedResult;
  await expect(reportedBundle(NETWORK, result, REQUEST, never)).rejects.toMatchObject({
    code: 'CHANGED_PICTURE',
  });
  const other = { ...REQUEST, seed: 8 };
  await expect(reportedBundle(NETWORK, await saved(), other, never)).rejects.toMatchObject({
    code: 'MALFORMED',
  });
});

it('has no name by a receipt that an older page kept', async () => {
  const { trace_root: _, ...receipt } = (await saved()).receipt;
  expect(reportedIdOf(receipt as KeptReceipt)).toBeUndefined();
});
