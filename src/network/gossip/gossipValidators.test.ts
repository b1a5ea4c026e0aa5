import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import {
  type GossipDeps,
  type Verdict,
  validateAssignment,
  validateAudit,
  validateReceipt,
} from '#network/gossip/gossipValidators.ts';
import { assignmentOf, coordinator, network, noticeOf, receiptOf } from '#network/testing/signedMessages.ts';

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

describe('at each bound in time', () => {
  const judgeAssignment = async (expiry: number) =>
    validateAssignment(await assignmentOf(NOW, { expiry }), deps);
  const judgeReceipt = async (finishedAt: number) =>
    validateReceipt(await receiptOf(NOW, { finishedAt }), deps);

  it.each<[string, () => Promise<Verdict>, Verdict['verdict'], string?]>([
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
    expect(await validateReceipt(await receiptOf(NOW), unknown)).toEqual({
      verdict: 'ignore',
      code: 'NOT_REGISTERED',
    });
  });
});

describe('validateAudit', () => {
  it('accepts a recent notice that an active coordinator signed', async () => {
    expect(await validateAudit(await noticeOf(NOW), deps)).toEqual({ verdict: 'accept' });
    expect(await validateAudit(await noticeOf(NOW, { at: NOW - 60 }), deps)).toEqual({ verdict: 'accept' });
  });

  it('ignores an old one and an unknown coordinator’s, and rejects a future or changed one', async () => {
    const ignored = { verdict: 'ignore' };
    expect(await validateAudit(await noticeOf(NOW, { at: NOW - 61 }), deps)).toMatchObject(ignored);
    const unknown = { ...(await noticeOf(NOW)), coordinator: stranger.address };
    expect(await validateAudit(unknown, deps)).toMatchObject(ignored);
    expect(await validateAudit(await noticeOf(NOW, { at: NOW + 61 }), deps)).toMatchObject({
      verdict: 'reject',
      code: 'FROM_THE_FUTURE',
    });
    for (const change of [{ state: 'passed' }, { record: 160 }, { drawBlock: 13 }] as const)
      expect(await validateAudit({ ...(await noticeOf(NOW)), ...change }, deps)).toEqual({
        verdict: 'reject',
        code: 'BAD_SIGNATURE',
      });
  });
});
