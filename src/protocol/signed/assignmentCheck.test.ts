import { keccak256, numberToHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { drawMiner } from '#protocol/draw/minerDraw.ts';
import { signAssignment } from '#protocol/signed/assignment.ts';
import { checkAssignment, MAX_BEACON_AGE_BLOCKS } from '#protocol/signed/assignmentCheck.ts';

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
const view = {
  head: 12,
  beacon,
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
    ['with the oldest beacon', 12 + MAX_BEACON_AGE_BLOCKS, now + 60],
    ['a second before it expires', 12, now + 1],
  ])('accepts an assignment %s', async (_, head, expiry) => {
    const assignment = await assignmentFor(keccak256('0x05'), () => false);
    const signed = await signAssignment(network, coordinator, { ...assignment, expiry });
    await checkAssignment(network, signed, { ...view, head }, now);
  });

  it('refuses a coordinator without stake', async () => {
    const assignment = await assignmentFor(keccak256('0x05'), () => false);
    const unstaked = { ...view, coordinators: [{ id: 7n, operator: coordinator.address, weight: 0n }] };
    await expect(checkAssignment(network, assignment, unstaked, now)).rejects.toMatchObject({
      code: 'WRONG_DRAW',
    });
  });

  it.each([
    ['an old beacon', { rosterBlock: 12 - MAX_BEACON_AGE_BLOCKS - 1 }, 'WRONG_DRAW'],
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
