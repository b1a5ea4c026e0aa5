import { type Hex, keccak256, numberToHex, zeroHash } from 'viem';
import { describe, expect, it } from 'vitest';
import type { Role, RosterNode } from '#chain/roster.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { verifyLottery } from '#web/create/verify/verifyLottery.ts';

const nodeOf = (id: number, role: Role, weight: bigint): RosterNode => ({
  ...{ id: BigInt(id), owner: numberToHex(id, { size: 20 }), operator: numberToHex(id, { size: 20 }), role },
  ...{ commissionBps: 0, active: weight > 0n, retired: false, jailedUntil: 0, workingUntil: 0, weight },
  ...{ assets: weight, selfBond: weight, infoHash: zeroHash, infoBlock: 0n },
});
const MINERS = [1, 2, 3, 4].map((id) => nodeOf(id, 'miner', 20_000n));
const COORDINATOR = nodeOf(9, 'coordinator', 5n);
const beacon = keccak256('0xbeac');
const taskId = keccak256('0x05');
const order = [...lotteryRanking(lotterySeed(beacon, taskId), MINERS)].map(({ operator }) => operator);

/** The assignment to the miner at this place of the lottery, which has passed these. */
const assignmentTo = (place: number, passed = order.slice(0, place)): Assignment => ({
  ...{ taskId, coordinator: COORDINATOR.operator, miner: order[place]!, attempt: 0, rosterBlock: 30, beacon },
  ...{ passed, unitPrice: 1n, expiry: 1, signature: '0x' as Hex },
});
const verify = (assignment: Assignment, coordinators: RosterNode[] | null = [COORDINATOR]) => {
  const asked: Hex[] = [];
  const rosterAt = async (role: Role, hash: Hex) => {
    asked.push(hash);
    return role === 'miner' ? MINERS : coordinators;
  };
  return verifyLottery(assignment, { rosterAt }).then((check) => ({ check, asked }));
};

describe('verifyLottery', () => {
  it('holds for the miner that is called first, at the very block that the assignment names', async () => {
    const { check, asked } = await verify(assignmentTo(0));
    expect(check).toEqual(['holds', 'By the stakes at block 30 it was this miner’s turn first.']);
    expect(asked).toEqual([beacon, beacon]);
  });

  it('holds for a later one whose predecessors are all named, and says how many', async () => {
    const { check } = await verify(assignmentTo(2));
    expect(check).toEqual(['holds', expect.stringContaining('after 2 others')]);
  });

  it.each<[string, Assignment]>([
    ['hides one', assignmentTo(2, order.slice(0, 1))],
    ['names them in another order', assignmentTo(2, [order[1]!, order[0]!])],
    ['names nobody', assignmentTo(1, [])],
  ])('fails for an assignment that %s', async (_, assignment) => {
    expect((await verify(assignment)).check[0]).toBe('fails');
  });

  it.each<[string, RosterNode[]]>([
    ['of another coordinator', [nodeOf(8, 'coordinator', 5n)]],
    ['without stake', [{ ...COORDINATOR, weight: 0n }]],
  ])('fails for a draw by a key %s', async (_, coordinators) => {
    expect((await verify(assignmentTo(0), coordinators)).check).toEqual([
      'fails',
      expect.stringContaining('no active coordinator’s'),
    ]);
  });

  it('says that the nodes are too many, or that their stakes are no longer kept', async () => {
    expect((await verify(assignmentTo(0), null)).check).toEqual([
      'unchecked',
      expect.stringContaining('more nodes'),
    ]);
    const gone = await verifyLottery(assignmentTo(0), {
      rosterAt: () => Promise.reject(new Error('pruned')),
    });
    expect(gone).toEqual(['unchecked', expect.stringContaining('did not give the stakes')]);
  });
});
