import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { type GossipDeps, validateAssignment, validateReceipt } from '#network/gossip/gossipValidators.ts';
import { assignmentOf, coordinator, network, receiptOf } from '#network/testing/signedMessages.ts';

const NOW = 1_900_000_000;
const stranger = privateKeyToAccount(generatePrivateKey());
const deps: GossipDeps = {
  network,
  nowSeconds: () => NOW,
  isCoordinator: (operator) => operator === coordinator.address,
  activeMiners: () => 3,
};

describe('validateAssignment', () => {
  it('accepts an assignment that an active coordinator signed', async () => {
    expect(await validateAssignment(await assignmentOf(NOW), deps)).toEqual({ verdict: 'accept' });
  });

  it('ignores an expired assignment and an unknown coordinator', async () => {
    expect(await validateAssignment(await assignmentOf(NOW, { expiry: NOW }), deps)).toMatchObject({
      verdict: 'ignore',
    });
    const unknown = await assignmentOf(NOW, { coordinator: stranger.address }, stranger);
    expect(await validateAssignment(unknown, deps)).toMatchObject({ verdict: 'ignore' });
  });

  it('rejects a foreign signature, a changed field and an expiry too far ahead', async () => {
    const rejected = { verdict: 'reject', code: 'BAD_SIGNATURE' };
    expect(await validateAssignment(await assignmentOf(NOW, {}, stranger), deps)).toEqual(rejected);
    const changed = { ...(await assignmentOf(NOW)), unitPrice: 6n };
    expect(await validateAssignment(changed, deps)).toEqual(rejected);
    expect(await validateAssignment(await assignmentOf(NOW, { expiry: NOW + 9_999 }), deps)).toEqual({
      verdict: 'reject',
      code: 'FROM_THE_FUTURE',
    });
  });
});

describe('validateReceipt', () => {
  it('accepts a recent receipt, ignores an old one and rejects a forged or future one', async () => {
    expect(await validateReceipt(await receiptOf(NOW), deps)).toEqual({ verdict: 'accept' });
    expect(await validateReceipt(await receiptOf(NOW, { finishedAt: NOW - 61 }), deps)).toMatchObject({
      verdict: 'ignore',
    });
    expect(await validateReceipt(await receiptOf(NOW, { finishedAt: NOW + 3_600 }), deps)).toMatchObject({
      verdict: 'reject',
    });
    expect(await validateReceipt({ ...(await receiptOf(NOW)), amount: 6n }, deps)).toEqual({
      verdict: 'reject',
      code: 'BAD_SIGNATURE',
    });
  });
});
