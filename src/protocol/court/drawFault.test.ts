import { type Address, getAddress, keccak256, numberToHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { drawFaultOf, twoDrawsOf } from '#protocol/court/drawFault.ts';
import {
  DRAW_REPORT_BYTES,
  drawReportId,
  drawReportSchema,
  isDrawReportSigned,
} from '#protocol/court/drawReport.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { MAX_PASSED } from '#protocol/draw/mostPassed.ts';
import { GOSSIP_BYTES } from '#protocol/messages/gossip.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { signAssignment, type UnsignedAssignment } from '#protocol/signed/assignment.ts';

const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const coordinator = privateKeyToAccount(generatePrivateKey());
const beacon = keccak256('0xbeac');
const address = (number: number): Address => getAddress(numberToHex(number, { size: 20 }));
const miners = Array.from({ length: 40 }, (_, i) => ({
  id: BigInt(i + 1),
  operator: address(i + 1),
  weight: i < 38 ? 20_000n * 10n ** 18n : 0n,
}));
const view = {
  ...{ beacon, miners, minedAt: 1_800_000_000 },
  epochs: { blocks: 4, confirmations: 2, assignmentSeconds: 120 },
};
const taskId = keccak256('0x01');
const ranking = [...lotteryRanking(lotterySeed(beacon, taskId), miners)].map(({ operator }) => operator);
const weightless = miners[39]!.operator;
const nobody = address(0xffff);

const signed = (change: Partial<UnsignedAssignment> = {}) =>
  signAssignment(network, coordinator, {
    ...{ taskId, coordinator: coordinator.address, miner: ranking[3]!, attempt: 0, rosterBlock: 12, beacon },
    ...{ passed: ranking.slice(0, 3), unitPrice: 5n, expiry: view.minedAt + 120 },
    ...change,
  });

it.each([
  ['the draw’s order', {}],
  ['the winner', { miner: ranking[0]!, passed: [] }],
  [
    'the passed ones in another order, which costs nobody its place',
    { passed: ranking.slice(0, 3).reverse() },
  ],
  [
    'a list with somebody who is no miner, which no court can judge',
    { passed: [...ranking.slice(0, 3), nobody] },
  ],
])('finds no fault in %s', async (_, change) => {
  expect(drawFaultOf(await signed(change), view)).toBeUndefined();
});

it.each([
  ['a skipped winner', { passed: ranking.slice(1, 3) }, ranking[0]],
  ['one skipped in the middle', { passed: [ranking[0]!, ranking[2]!] }, ranking[1]],
  ['an empty list for a late place', { miner: ranking[37]!, passed: [] }, ranking[0]],
  ['a miner without weight', { miner: weightless, passed: ranking.slice(0, 5) }, ranking[5]],
  ['a stranger for whom all were passed over', { miner: nobody, passed: ranking }, ranking[0]],
  ['one without weight for whom all were', { miner: weightless, passed: ranking }, ranking[0]],
  ['one that was passed over and comes later', { passed: ranking.slice(0, 5).toSpliced(3, 1) }, ranking[4]],
  ['one without weight that was passed over', { passed: [...ranking.slice(0, 3), weightless] }, weightless],
  ['the miner itself that was passed over', { passed: ranking.slice(0, 4) }, ranking[3]],
])('finds %s', async (_, change, called) => {
  const assignment = await signed(change);
  expect(drawFaultOf(assignment, view)).toEqual({ fault: 'order', assignment, called });
});

it('finds a stranger where nobody mines', async () => {
  const assignment = await signed({ miner: nobody, passed: [] });
  const report = { fault: 'order', assignment, called: nobody };
  expect(drawFaultOf(assignment, { ...view, miners: [] })).toEqual(report);
});

it.each([
  ['a block that is no epoch’s', { rosterBlock: 13 }],
  ['a hash that is not the block’s', { beacon: keccak256('0x02') }],
])('finds %s', async (_, change) => {
  const assignment = await signed(change);
  expect(drawFaultOf(assignment, view)).toEqual({ fault: 'beacon', assignment });
});

it('finds an expiry one second too late', async () => {
  const assignment = await signed({ expiry: view.minedAt + 121 });
  expect(drawFaultOf(assignment, view)).toEqual({ fault: 'stale', assignment, block: 12 });
});

it('finds one task drawn with two epochs, and no other pair', async () => {
  const [assignment, again] = [await signed(), await signed({ rosterBlock: 16, attempt: 1 })];
  expect(twoDrawsOf(assignment, again)).toEqual({ fault: 'two-draws', assignment, other: again });
  expect(twoDrawsOf(assignment, await signed({ attempt: 1 }))).toBeUndefined();
  expect(twoDrawsOf(assignment, await signed({ rosterBlock: 16, taskId: beacon }))).toBeUndefined();
  const byAnotherKey = { ...again, coordinator: nobody };
  expect(twoDrawsOf(assignment, byAnotherKey)).toMatchObject({ other: byAnotherKey });
});

it('a report is signed if all of its assignments are', async () => {
  const [assignment, other] = [await signed(), await signed({ rosterBlock: 16 })];
  const report = { fault: 'two-draws', assignment, other } as const;
  expect(await isDrawReportSigned(network, report)).toBe(true);
  expect(await isDrawReportSigned(network, { ...report, other: { ...other, attempt: 9 } })).toBe(false);
  expect(await isDrawReportSigned(network, { ...report, assignment: { ...assignment, attempt: 9 } })).toBe(
    false,
  );
});

it('the largest report fits, reads back as it was, and keeps its name', async () => {
  const passed = Array.from({ length: MAX_PASSED }, (_, i) => address(i + 1));
  const [assignment, other] = [await signed({ passed }), await signed({ passed, rosterBlock: 16 })];
  const report = { fault: 'two-draws', assignment, other } as const;
  const bytes = encodeWire(report);
  expect(bytes.length).toBeGreaterThan(GOSSIP_BYTES);
  const read = decodeWire(drawReportSchema, bytes, DRAW_REPORT_BYTES);
  expect(read).toEqual(report);
  expect(drawReportId(read)).toBe(drawReportId(report));
  expect(drawReportId({ ...report, other: assignment })).not.toBe(drawReportId(report));
});
