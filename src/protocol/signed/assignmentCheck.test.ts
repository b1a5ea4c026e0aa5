import { keccak256, numberToHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { drawMiner } from '#protocol/draw/minerDraw.ts';
import { signAssignment } from '#protocol/signed/assignment.ts';
import { checkAssignment } from '#protocol/signed/assignmentCheck.ts';

const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const coordinator = privateKeyToAccount(generatePrivateKey());
const now = 1_800_000_000;
const beacon = keccak256('0xbeac');
const miners = Array.from({ length: 6 }, (_, i) => ({
  id: BigInt(i + 1),
  operator: numberToHex(i + 1, { size: 20 }),
  weight: 20_000n * 10n ** 18n,
}));
/** The epoch's block is 12, and 14 has come. */
const view = {
  head: 14,
  beacon,
  minedAt: now - 30,
  epochs: { blocks: 4, confirmations: 2, assignmentSeconds: 120 },
  miners,
  coordinators: [{ id: 7n, operator: coordinator.address, weight: 1n }],
};

/** The last of the draw for task 0x05. */
const last = [...lotteryRanking(lotterySeed(beacon, keccak256('0x05')), miners)].at(-1)!.operator;

async function assignmentFor(taskId: `0x${string}`, away: (operator: string) => boolean) {
  const draw = drawMiner(beacon, taskId, miners, (miner) => !away(miner.operator))!;
  return signAssignment(network, coordinator, {
    taskId,
    coordinator: coordinator.address,
    miner: draw.winner.operator,
    attempt: 0,
    rosterBlock: 12,
    beacon,
    passed: draw.passed.map((miner) => miner.operator),
    unitPrice: 10n ** 18n,
    expiry: now + 60,
  });
}

describe('checkAssignment', () => {
  it('accepts the lottery’s winner, and a reserve whose predecessors are on record', async () => {
    for (let i = 0; i < 20; i++) {
      const taskId = keccak256(numberToHex(i));
      const assignment = await assignmentFor(taskId, (operator) => operator === miners[i % 6]!.operator);
      await checkAssignment(network, assignment, view, now);
    }
  });

  it('refuses an assignment that hides a skip', async () => {
    for (let i = 0; ; i++) {
      const assignment = await assignmentFor(
        keccak256(numberToHex(i)),
        (operator) => operator === miners[0]!.operator,
      );
      if (assignment.passed.length === 0) continue;
      const hidden = await signAssignment(network, coordinator, { ...assignment, passed: [] });
      await expect(checkAssignment(network, hidden, view, now)).rejects.toMatchObject({
        code: 'WRONG_DRAW',
      });
      return;
    }
  });

  it('refuses a miner that is on nobody’s list, after all that are', async () => {
    const assignment = await assignmentFor(keccak256('0x05'), (operator) => operator !== last);
    const passed = [...assignment.passed, last];
    const stranger = { ...assignment, passed, miner: coordinator.address };
    const signed = await signAssignment(network, coordinator, stranger);
    await expect(checkAssignment(network, signed, view, now)).rejects.toMatchObject({ code: 'WRONG_DRAW' });
  });

  it.each([
    ['of an epoch that our node has not settled yet', 12, { expiry: now + 60 }],
    ['of the epoch before the newest', 21, { expiry: now + 60 }],
    ['of an old epoch, if it is a later attempt', 200, { attempt: 1 }],
    ['a second before it expires', 14, { expiry: now + 1 }],
    ['that expires as late as its draw allows', 14, { expiry: now + 90 }],
  ])('accepts an assignment %s', async (_, head, change) => {
    const assignment = await assignmentFor(keccak256('0x05'), () => false);
    const signed = await signAssignment(network, coordinator, { ...assignment, ...change });
    await checkAssignment(network, signed, { ...view, head }, now);
  });

  it.each([
    ['of an epoch older than the one before', { ...view, head: 22 }, {}],
    ['that expires later than its draw allows', view, { expiry: now + 91 }],
    ['whose later attempt does', view, { attempt: 7, expiry: now + 91 }],
    ['of a block that is no epoch’s', { ...view, head: 15 }, { rosterBlock: 13 }],
  ])('refuses an assignment %s', async (_, seen, change) => {
    const assignment = await assignmentFor(keccak256('0x05'), () => false);
    const signed = await signAssignment(network, coordinator, { ...assignment, ...change });
    await expect(checkAssignment(network, signed, seen, now)).rejects.toMatchObject({ code: 'WRONG_DRAW' });
  });

  it('refuses a coordinator without stake', async () => {
    const assignment = await assignmentFor(keccak256('0x05'), () => false);
    const unstaked = { ...view, coordinators: [{ id: 7n, operator: coordinator.address, weight: 0n }] };
    await expect(checkAssignment(network, assignment, unstaked, now)).rejects.toMatchObject({
      code: 'WRONG_DRAW',
    });
  });

  it.each([
    ['a foreign beacon', { beacon: keccak256('0x00') }, 'WRONG_DRAW'],
    ['a changed price', { unitPrice: 1n }, 'BAD_SIGNATURE'],
    ['an expired assignment', { expiry: now }, 'LEASE_OVER'],
    ['an unregistered coordinator', { coordinator: miners[0]!.operator }, 'WRONG_DRAW'],
    ['an invalid signature', { signature: `0x${'ff'.repeat(65)}` as const }, 'BAD_SIGNATURE'],
  ])('refuses %s', async (_, change, code) => {
    const assignment = { ...(await assignmentFor(keccak256('0x05'), () => false)), ...change };
    await expect(checkAssignment(network, assignment, view, now)).rejects.toMatchObject({ code });
  });
});
