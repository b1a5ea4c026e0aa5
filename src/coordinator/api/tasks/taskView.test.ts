import { keccak256, toHex } from 'viem';
import { expect, it } from 'vitest';
import { receiptView } from '#coordinator/api/tasks/taskView.ts';
import type { AttemptRecord } from '#coordinator/store/taskRecord.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import { apiReceiptSchema } from '#protocol/messages/api.ts';
import { assignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';

const ID = keccak256(toHex('task'));
const HASH = keccak256(toHex('result'));
const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];

async function attemptOf(number: number, miner = ann): Promise<AttemptRecord> {
  const assignment = await signAssignment(NETWORK, COORDINATOR, {
    ...{ taskId: ID, coordinator: COORDINATOR.address, miner, attempt: number, rosterBlock: 30 },
    ...{ beacon: HASH, passed: number === 0 ? [] : [ann], unitPrice: 3n * 10n ** 18n, expiry: 1_700_000_600 },
  });
  const outcome = number === 1 ? 'delivered' : 'refused';
  const digest = assignmentDigest(NETWORK, assignment);
  return { number, miner, digest, assignment, stakeShare: 0.5, outcome, reason: null, startedAt: 1_000 };
}

it('a receipt shows the assignment of the attempt that delivered, after one that failed', async () => {
  const attempts = [await attemptOf(0), await attemptOf(1, bob)];
  const view = receiptView(
    {
      ...{ id: ID, kind: 'image', model: 'draw', status: 'done', seed: 1, createdAt: 0, finishedAt: 3_000 },
      ...{ failure: null, attempts, audit: null, replicaOf: null, excluded: [], isAuditOrdered: false },
      payment: {
        ...{ attempt: 1, miner: bob, resultHash: HASH, traceRoot: HASH, resultSignature: '0x', units: 4 },
        ...{ amount: 1n, deliveredAt: 3_000, paidAt: null },
      },
    },
    // Its key is another one now.
    accountOf('its new key').address,
    () => null,
  );
  // As it reaches an app.
  const receipt = apiReceiptSchema.parse(JSON.parse(JSON.stringify(view)));
  expect(receipt.assignment).toMatchObject({ attempt: 1, miner: bob, coordinator: COORDINATOR.address });
  const assignment = assignmentOf(receipt.task_id, receipt.assignment!);
  expect(assignment).toEqual(attempts[1]!.assignment);
  expect(assignmentDigest(NETWORK, assignment)).toBe(receipt.assignment_digest);
});
