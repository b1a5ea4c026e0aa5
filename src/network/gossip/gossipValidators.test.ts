import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import {
  type ValidatorDeps,
  type Verdict,
  validateAssignment,
  validatePresence,
  validateReceipt,
} from '#network/gossip/gossipValidators.ts';
import { KnownBindings } from '#network/gossip/knownBindings.ts';
import type { Presence } from '#protocol/messages/gossip.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';
import { type Assignment, signAssignment } from '#protocol/signed/assignment.ts';
import { BINDING_LIFETIME_S, signPeerBinding } from '#protocol/signed/peerBinding.ts';
import { type Receipt, signReceipt } from '#protocol/signed/receipt.ts';

const NOW = 1_900_000_000;
const PEER = '12D3KooWTheSender';
const miner = privateKeyToAccount(generatePrivateKey());
const coordinator = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const elsewhere = { ...network, chainId: 1 };
const deps: ValidatorDeps = {
  network,
  nowSeconds: () => NOW,
  isMiner: (operator) => operator === miner.address,
  isCoordinator: (operator) => operator === coordinator.address,
  activeMiners: () => 3,
  bindings: new KnownBindings(network),
};
const hash = (digit: string) => `0x${digit.repeat(64)}` as const;

async function presence(change: Partial<Presence> = {}): Promise<Presence> {
  const binding = await signPeerBinding(network, miner, PEER, NOW);
  return {
    version: PROTOCOL_VERSION,
    binding,
    models: [{ id: 'draw', together: 1 }],
    load: 0,
    expiry: NOW + 45,
    ...change,
  };
}

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

describe('validatePresence', () => {
  it('accepts a bound heartbeat of an active miner', async () => {
    expect(await validatePresence(await presence(), PEER, deps)).toEqual({ verdict: 'accept' });
  });

  it('ignores an expired heartbeat and one of an operator that it does not know yet', async () => {
    expect(await validatePresence(await presence({ expiry: NOW }), PEER, deps)).toEqual({
      verdict: 'ignore',
      code: 'EXPIRED',
    });
    const early = await signPeerBinding(network, stranger, PEER, NOW);
    expect(await validatePresence(await presence({ binding: early }), PEER, deps)).toEqual({
      verdict: 'ignore',
      code: 'NOT_REGISTERED',
    });
  });

  it('rejects an expiry too far ahead and a binding that is copied, foreign or forged', async () => {
    expect(await validatePresence(await presence({ expiry: NOW + 3_600 }), PEER, deps)).toEqual({
      verdict: 'reject',
      code: 'FROM_THE_FUTURE',
    });
    const rejected = { verdict: 'reject', code: 'BAD_BINDING' };
    expect(await validatePresence(await presence(), '12D3KooWAnotherPeer', deps)).toEqual(rejected);
    const foreign = await signPeerBinding(elsewhere, miner, PEER, NOW);
    expect(await validatePresence(await presence({ binding: foreign }), PEER, deps)).toEqual(rejected);
    const forged = { ...(await signPeerBinding(network, stranger, PEER, NOW)), operator: miner.address };
    expect(await validatePresence(await presence({ binding: forged }), PEER, deps)).toEqual(rejected);
  });
});

describe('validateAssignment', () => {
  it('accepts an assignment that an active coordinator signed', async () => {
    expect(await validateAssignment(await assignment(), PEER, deps)).toEqual({ verdict: 'accept' });
  });

  it('ignores an expired assignment and an unknown coordinator', async () => {
    expect(await validateAssignment(await assignment({ expiry: NOW }), PEER, deps)).toMatchObject({
      verdict: 'ignore',
    });
    const unknown = await assignment({ coordinator: stranger.address }, stranger);
    expect(await validateAssignment(unknown, PEER, deps)).toMatchObject({ verdict: 'ignore' });
  });

  it('rejects a foreign signature, a changed field and an expiry too far ahead', async () => {
    const rejected = { verdict: 'reject', code: 'BAD_SIGNATURE' };
    expect(await validateAssignment(await assignment({}, stranger), PEER, deps)).toEqual(rejected);
    const changed = { ...(await assignment()), unitPrice: 6n };
    expect(await validateAssignment(changed, PEER, deps)).toEqual(rejected);
    expect(await validateAssignment(await assignment({ expiry: NOW + 9_999 }), PEER, deps)).toEqual({
      verdict: 'reject',
      code: 'FROM_THE_FUTURE',
    });
  });
});

describe('validateReceipt', () => {
  it('accepts a recent receipt, ignores an old one and rejects a forged or future one', async () => {
    expect(await validateReceipt(await receipt(), PEER, deps)).toEqual({ verdict: 'accept' });
    expect(await validateReceipt(await receipt({ finishedAt: NOW - 61 }), PEER, deps)).toMatchObject({
      verdict: 'ignore',
    });
    expect(await validateReceipt(await receipt({ finishedAt: NOW + 3_600 }), PEER, deps)).toMatchObject({
      verdict: 'reject',
    });
    expect(await validateReceipt({ ...(await receipt()), amount: 6n }, PEER, deps)).toEqual({
      verdict: 'reject',
      code: 'BAD_SIGNATURE',
    });
  });
});

describe('at each bound in time', () => {
  const judgePresence = async (change: Partial<Presence>) =>
    validatePresence(await presence(change), PEER, deps);
  const judgeAssignment = async (expiry: number) =>
    validateAssignment(await assignment({ expiry }), PEER, deps);
  const judgeReceipt = async (finishedAt: number) =>
    validateReceipt(await receipt({ finishedAt }), PEER, deps);
  const bindingUntil = async (expiry: number) =>
    judgePresence({ binding: await signPeerBinding(network, miner, PEER, expiry - BINDING_LIFETIME_S) });

  it.each<[string, () => Promise<Verdict>, Verdict['verdict'], string?]>([
    ['a heartbeat’s last second', () => judgePresence({ expiry: NOW + 1 }), 'accept'],
    ['a heartbeat’s end', () => judgePresence({ expiry: NOW }), 'ignore', 'EXPIRED'],
    ['the longest heartbeat', () => judgePresence({ expiry: NOW + 105 }), 'accept'],
    ['one that is longer', () => judgePresence({ expiry: NOW + 106 }), 'reject', 'FROM_THE_FUTURE'],
    ['a binding’s last second', () => bindingUntil(NOW + 1), 'accept'],
    ['a binding’s end', () => bindingUntil(NOW), 'ignore', 'EXPIRED'],
    ['an assignment’s last second', () => judgeAssignment(NOW + 1), 'accept'],
    ['an assignment’s end', () => judgeAssignment(NOW), 'ignore', 'EXPIRED'],
    ['the longest assignment', () => judgeAssignment(NOW + 960), 'accept'],
    ['one that is longer', () => judgeAssignment(NOW + 961), 'reject', 'FROM_THE_FUTURE'],
    ['the oldest receipt', () => judgeReceipt(NOW - 60), 'accept'],
    ['one that is older', () => judgeReceipt(NOW - 61), 'ignore', 'EXPIRED'],
    ['a receipt of a clock that is fast', () => judgeReceipt(NOW + 60), 'accept'],
    ['one of a faster clock', () => judgeReceipt(NOW + 61), 'reject', 'FROM_THE_FUTURE'],
  ])('%s', async (_, judge, verdict, code) => {
    expect(await judge()).toEqual(code === undefined ? { verdict } : { verdict, code });
  });

  it('a receipt of a coordinator that is not active is ignored', async () => {
    const unknown = { ...deps, isCoordinator: () => false };
    expect(await validateReceipt(await receipt(), PEER, unknown)).toEqual({
      verdict: 'ignore',
      code: 'NOT_REGISTERED',
    });
  });
});
