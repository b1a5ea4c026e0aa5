import { keccak256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { taskView } from '#coordinator/api/tasks/taskView.ts';
import type { AttemptRecord, AuditRecord } from '#coordinator/store/taskRecord.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import { assignmentDigest, signAssignment } from '#protocol/signed/assignment.ts';

const [ID, REPLICA, HASH] = ['task', 'replica', 'hash'].map((text) => keccak256(toHex(text))) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];
const ann = accountOf('ann').address;

async function attempt(): Promise<AttemptRecord> {
  const assignment = await signAssignment(NETWORK, COORDINATOR, {
    ...{ taskId: ID, coordinator: COORDINATOR.address, miner: ann, attempt: 0, rosterBlock: 30 },
    ...{ beacon: HASH, passed: [], unitPrice: 3n, expiry: 1_700_000_600 },
  });
  const digest = assignmentDigest(NETWORK, assignment);
  const outcome = 'delivered';
  return { number: 0, miner: ann, digest, assignment, stakeShare: 1, outcome, reason: null, startedAt: 1 };
}

/** What is shown of a result that was found wrong here, and of which another tab was asked. */
async function shown(state: AuditRecord['state'], isOwn: boolean) {
  const audit: AuditRecord = {
    ...{ taskId: ID, miner: ann, model: 'draw', gpu: '', state, share: 1, drawBlock: null, drawHash: null },
    ...{ measures: null, isDoubted: true, evidence: HASH, caseId: null, replacement: REPLICA, decidedAt: 1 },
  };
  const view = taskView(
    {
      ...{ id: ID, kind: 'image', model: 'draw', status: 'done', seed: 1, createdAt: 0, finishedAt: 3_000 },
      ...{ failure: null, attempts: [await attempt()], audit },
      ...{ replicaOf: null, excluded: [], isAuditOrdered: false },
      payment: {
        ...{ attempt: 0, miner: ann, resultHash: HASH, traceRoot: HASH, resultSignature: '0x', units: 4 },
        ...{ amount: 1n, deliveredAt: 3_000, paidAt: null },
      },
    },
    COORDINATOR.address,
    (id) => (isOwn ? `/v1/tasks/${id}/result?key=secret` : null),
  );
  return view.receipt!.audit!;
}

describe('of a result that other tabs still compute', () => {
  it('its client gets no key of the replica, by which it could cancel or read it', async () => {
    expect((await shown('due', true)).replacement_url).toBeNull();
  });

  it.each(['due', 'withheld'] as const)(
    'or that nobody is accused of: %s, strangers get no hash of evidence, by which they could read the prompt',
    async (state) => {
      expect((await shown(state, false)).evidence).toBeNull();
    },
  );
});

it.each(['passed', 'withheld'] as const)('of a %s result, its client may open the replica', async (state) => {
  expect((await shown(state, true)).replacement_url).toBe(`/v1/tasks/${REPLICA}/result?key=secret`);
});

it('of a disputed result, both are shown', async () => {
  const { evidence, replacement_url } = await shown('disputed', true);
  expect(evidence).toBe(HASH);
  expect(replacement_url).toBe(`/v1/tasks/${REPLICA}/result?key=secret`);
});
