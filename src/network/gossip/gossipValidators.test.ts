import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { type GossipDeps, validateAssignment, validateReceipt } from '#network/gossip/gossipValidators.ts';
import { type Assignment, signAssignment } from '#protocol/signed/assignment.ts';
import { type Receipt, signReceipt } from '#protocol/signed/receipt.ts';

const NOW = 1_900_000_000;
const miner = privateKeyToAccount(generatePrivateKey());
const coordinator = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const deps: GossipDeps = {
  network,
  nowSeconds: () => NOW,
  isCoordinator: (operator) => operator === coordinator.address,
  activeMiners: () => 3,
};
const hash = (digit: string) => `0x${digit.repeat(64)}` as const;

async function assignment(change: Partial<Assignment> = {}, signer = coordinator): Promise<Assignment> {
  const unsigned = {
    taskId: hash('a'),
    coordinator: coordinator.address,
    miner: miner.address,
    attempt: 0,
    rosterBlock: 7,
    beacon: hash('b'),
    passed: [],
    unitPrice: 5n,
    expiry: NOW + 900,
    ...change,
  };
  return signAssignment(network, signer, unsigned);
}

async function receipt(change: Partial<Receipt> = {}): Promise<Receipt> {
  const unsigned = { taskId: hash('a'), miner: miner.address, result: hash('c'), units: 1, amount: 5n };
  return signReceipt(network, coordinator, { ...unsigned, finishedAt: NOW, ...change });
}

describe('validateAssignment', () => {
  it('accepts an assignment that an active coordinator signed', async () => {
    expect(await validateAssignment(await assignment(), deps)).toEqual({ verdict: 'accept' });
  });

  it('ignores an expired assignment and an unknown coordinator', async () => {
    expect(await validateAssignment(await assignment({ expiry: NOW }), deps)).toMatchObject({
      verdict: 'ignore',
    });
    const unknown = await assignment({ coordinator: stranger.address }, stranger);
    expect(await validateAssignment(unknown, deps)).toMatchObject({ verdict: 'ignore' });
  });

  it('rejects a foreign signature, a changed field and an expiry too far ahead', async () => {
    const rejected = { verdict: 'reject', code: 'BAD_SIGNATURE' };
    expect(await validateAssignment(await assignment({}, stranger), deps)).toEqual(rejected);
    const changed = { ...(await assignment()), unitPrice: 6n };
    expect(await validateAssignment(changed, deps)).toEqual(rejected);
    expect(await validateAssignment(await assignment({ expiry: NOW + 9_999 }), deps)).toEqual({
      verdict: 'reject',
      code: 'FROM_THE_FUTURE',
    });
  });
});

describe('validateReceipt', () => {
  it('accepts a recent receipt, ignores an old one and rejects a forged or future one', async () => {
    expect(await validateReceipt(await receipt(), deps)).toEqual({ verdict: 'accept' });
    expect(await validateReceipt(await receipt({ finishedAt: NOW - 61 }), deps)).toMatchObject({
      verdict: 'ignore',
    });
    expect(await validateReceipt(await receipt({ finishedAt: NOW + 3_600 }), deps)).toMatchObject({
      verdict: 'reject',
    });
    expect(await validateReceipt({ ...(await receipt()), amount: 6n }, deps)).toEqual({
      verdict: 'reject',
      code: 'BAD_SIGNATURE',
    });
  });
});
