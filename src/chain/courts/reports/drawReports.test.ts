import { encodeErrorResult, type Hex, numberToHex, zeroAddress, zeroHash } from 'viem';
import { expect, it } from 'vitest';
import { drawBlocksOf, readDrawVerdict } from '#chain/courts/reports/drawReports.ts';
import { disputesAbi, epochsAbi, slasherAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { callableNode } from '#chain/testing/callableNode.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';

const [DISPUTES, EPOCHS] = [numberToHex(1, { size: 20 }), numberToHex(2, { size: 20 })];
const NEWEST = 10_000;

const assignment = (rosterBlock: number) => ({
  ...{ taskId: zeroHash, coordinator: zeroAddress, miner: zeroAddress, attempt: 0, rosterBlock },
  ...{ beacon: zeroHash, passed: [], unitPrice: 1n, expiry: 1, signature: `0x${'1'.repeat(130)}` as const },
});
const beacon = (block: number): DrawReport => ({ fault: 'beacon', assignment: assignment(block) });
const order = (block: number): DrawReport => ({
  ...{ fault: 'order', assignment: assignment(block), called: zeroAddress },
});
const twoDraws = (block: number, other: number): DrawReport => ({
  ...{ fault: 'two-draws', assignment: assignment(block), other: assignment(other) },
});

/** @param refusal undefined where the contract takes the report @param known a block's hash in the courts */
async function verdictOf(report: DrawReport, refusal?: Hex, known: Hex = zeroHash): Promise<string> {
  const client = callableNode({
    newest: NEWEST,
    answer: ({ to }) => {
      if (to === EPOCHS) return { returned: known };
      return refusal === undefined ? { returned: '0x' } : { reverted: refusal };
    },
  });
  const contracts = { disputes: DISPUTES, epochs: EPOCHS };
  return (await readDrawVerdict(client, contracts, report, zeroAddress)).verdict;
}

it.each<[string, DrawReport, string]>([
  ['a block that all nodes have', beacon(NEWEST - 1), 'fault'],
  ['the newest block, which another node may not know', beacon(NEWEST), 'early'],
  ['a block that is soon to come', beacon(NEWEST + 256), 'early'],
  ['a block that is to come for everybody', beacon(NEWEST + 257), 'fault'],
  ['the newest block, of a fault that needs its header', order(NEWEST), 'fault'],
])('a report that the contract takes, of %s', async (_, report, verdict) => {
  expect(await verdictOf(report)).toBe(verdict);
});

const unknown = encodeErrorResult({ abi: epochsAbi, errorName: 'BlockUnknown', args: [1n] });
const otherHash = encodeErrorResult({ abi: disputesAbi, errorName: 'WrongBeacon', args: [1n, zeroHash] });
const HASH: Hex = `0x${'ab'.repeat(32)}`;

it.each<[string, DrawReport, Hex, Hex, string]>([
  ['whose block it forgot', order(NEWEST - 256), unknown, zeroHash, 'late'],
  ['whose block it does not know yet', order(NEWEST - 255), unknown, zeroHash, 'early'],
  ['of two blocks that it forgot', twoDraws(1, NEWEST - 256), unknown, zeroHash, 'late'],
  ['of two blocks, one of them new', twoDraws(1, NEWEST - 255), unknown, zeroHash, 'early'],
  ['whose hash is another one', beacon(NEWEST - 9), otherHash, HASH, 'none'],
  ['whose hash it does not know yet', beacon(NEWEST - 9), otherHash, zeroHash, 'early'],
  ['whose hash it forgot', beacon(1), otherHash, zeroHash, 'late'],
  [
    'whose block is of its own second',
    order(NEWEST - 1),
    encodeErrorResult({ abi: stakingAbi, errorName: 'FutureLookup', args: [1n, 1n] }),
    ...([zeroHash, 'early'] as const),
  ],
  [
    'that is too old',
    order(NEWEST - 1),
    encodeErrorResult({ abi: disputesAbi, errorName: 'EvidenceTooOld', args: [1n, 1n] }),
    ...([zeroHash, 'late'] as const),
  ],
  [
    'that was punished',
    order(NEWEST - 1),
    encodeErrorResult({ abi: slasherAbi, errorName: 'AlreadyPunished', args: [1n, zeroHash] }),
    ...([zeroHash, 'punished'] as const),
  ],
  ['that it refuses for another reason', order(NEWEST - 1), '0x12345678', zeroHash, 'none'],
])('a report %s', async (_, report, refusal, known, verdict) => {
  expect(await verdictOf(report, refusal, known)).toBe(verdict);
});

it('needs the hashes of all blocks that it draws with', () => {
  expect(drawBlocksOf(beacon(3))).toEqual([3]);
  expect(drawBlocksOf(twoDraws(3, 6))).toEqual([3, 6]);
  expect(drawBlocksOf({ fault: 'stale', assignment: assignment(3), block: 9 })).toEqual([9]);
});
