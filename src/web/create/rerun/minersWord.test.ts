import { zeroHash } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { apiAssignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';
import { signResult } from '#protocol/signed/resultSignature.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { isMinersWord } from '#web/create/rerun/minersWord.ts';
import type { KeptReceipt } from '#web/create/saved/savedResult.ts';

const NETWORK = { chainId: 8_453, staking: `0x${'5'.repeat(40)}`, payments: `0x${'6'.repeat(40)}` } as const;
const miner = privateKeyToAccount(generatePrivateKey());
const coordinator = privateKeyToAccount(generatePrivateKey());

async function receiptOf(taskId = EXAMPLE_RECEIPT.task_id): Promise<KeptReceipt> {
  const assignment = await signAssignment(NETWORK, coordinator, {
    ...{ taskId, coordinator: coordinator.address, miner: miner.address, attempt: 0, passed: [] },
    ...{ rosterBlock: 900, beacon: zeroHash, unitPrice: 5n, expiry: 1_800_000_000 },
  });
  const digest = assignmentDigest(NETWORK, assignment);
  const { units, result_hash: result, trace_root: trace } = EXAMPLE_RECEIPT;
  return {
    ...{ ...EXAMPLE_RECEIPT, task_id: taskId, miner: miner.address },
    ...{ assignment: apiAssignmentOf(assignment), assignment_digest: digest },
    result_signature: await signResult(NETWORK, miner, { assignment: digest, units, result, trace }),
  };
}

it('is what the miner signed for the task', async () => {
  expect(await isMinersWord(await receiptOf(), NETWORK)).toBe(true);
});

it('is not what it signed on another network', async () => {
  expect(await isMinersWord(await receiptOf(), { ...NETWORK, chainId: 1 })).toBe(false);
});

it.each<[string, (other: KeptReceipt) => Partial<KeptReceipt>]>([
  ['another result’s hash', () => ({ result_hash: zeroHash })],
  ['other units', ({ units }) => ({ units: units + 1 })],
  ['another trace', () => ({ trace_root: zeroHash })],
  ['another miner', () => ({ miner: coordinator.address })],
  ['no assignment', () => ({ assignment: null })],
  ['an assignment without its digest', () => ({ assignment_digest: zeroHash })],
  ['no signature', () => ({ result_signature: '0x' })],
  // All of it is right, and of another task.
  ['the word for another task', ({ task_id: _, ...other }) => other],
])('is not a receipt with %s', async (_, change) => {
  const receipt = await receiptOf();
  const other = await receiptOf(`0x${'77'.repeat(32)}`);
  expect(await isMinersWord({ ...receipt, ...change(other) }, NETWORK)).toBe(false);
});
