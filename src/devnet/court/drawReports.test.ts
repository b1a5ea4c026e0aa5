import { pino } from 'pino';
import { type Hex, keccak256, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { readDrawVerdict, readEpochHash } from '#chain/courts/reports/drawReports.ts';
import { TRANSACTION_GAS_CAP } from '#chain/gasHeadroom.ts';
import { identityOf } from '#chain/networkConfig.ts';
import type { Roster } from '#chain/roster.ts';
import {
  ANCHOR_AFTER_BLOCKS,
  DrawReporter,
  type DrawReporterDeps,
} from '#coordinator/court/draws/drawReporter.ts';
import { ReportStore } from '#coordinator/court/draws/reportStore.ts';
import type { OpenDatabase } from '#coordinator/store/database.ts';
import { drawReports } from '#coordinator/store/schema.ts';
import { openTestDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import type { OperatorWallet } from '#coordinator/wallet/operatorWallet.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import { drawFaultOf } from '#protocol/court/drawFault.ts';
import { type DrawReport, drawReportId } from '#protocol/court/drawReport.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { type Assignment, signAssignment, type UnsignedAssignment } from '#protocol/signed/assignment.ts';

let network: CourtNetwork;
let database: OpenDatabase;
let roster: Roster;
let undo: () => Promise<void>;
beforeAll(async () => {
  network = await CourtNetwork.start();
  for (let i = 0; i < 3; i++) await network.addMiner();
  database = await openTestDatabase();
}, 180_000);
beforeEach(async () => {
  undo = await network.snapshot();
  await database.db.delete(drawReports);
  roster = await network.settledRoster();
  return () => undo();
});
afterAll(async () => {
  await network.stop();
  await database.close();
});

/** Names who hands in a report. */
const TAB = 'a tab';
const BY = { reporter: TAB, nowMs: 0 };
let tasks = 0;
const newTask = (): Hex => keccak256(toHex(`task ${++tasks}`));
const rankingOf = (taskId: Hex) =>
  [...lotteryRanking(lotterySeed(roster.beacon, taskId), roster.miners)].map(({ operator }) => operator);

/** The registered coordinator's assignment to the winner, but for what the test changes. */
const signed = (taskId: Hex, change: Partial<UnsignedAssignment> = {}): Promise<Assignment> =>
  signAssignment(identityOf(network.config), network.reporterKey, {
    ...{ taskId, coordinator: network.reporter, miner: rankingOf(taskId)[0]!, attempt: 0, passed: [] },
    ...{
      rosterBlock: roster.blockNumber,
      beacon: roster.beacon,
      unitPrice: 1n,
      expiry: roster.minedAt + 600,
    },
    ...change,
  });
const verdictOn = async (report: DrawReport) =>
  (await readDrawVerdict(network.client, network.config.contracts, report, network.other)).verdict;
const faultOf = (assignment: Assignment) =>
  drawFaultOf(assignment, { ...roster, epochs: network.config.epochs });

const wallet = (): OperatorWallet => testWallet(network.client, network.otherKey);
const reporterWith = (
  used: Pick<OperatorWallet, 'account' | 'inTurn'>,
  more: Partial<DrawReporterDeps> = {},
) =>
  new DrawReporter({
    ...{ config: network.config, client: network.client, wallet: used },
    ...{ store: new ReportStore(database.db), log: pino({ level: 'silent' }), nowMs: Date.now },
    ...more,
  });

it('the contract agrees with each fault that a tab finds', async () => {
  const taskId = newTask();
  const [first, second, third] = rankingOf(taskId);
  const skipped = faultOf(await signed(taskId, { miner: second! }));
  expect(skipped).toMatchObject({ fault: 'order', called: first });
  const padded = faultOf(await signed(taskId, { miner: second!, passed: [first!, third!] }));
  expect(padded).toMatchObject({ fault: 'order', called: third });
  const stranger = faultOf(
    await signed(taskId, { miner: '0x00000000000000000000000000000000000000C0', passed: rankingOf(taskId) }),
  );
  expect(stranger).toMatchObject({ fault: 'order', called: first });
  const beacon = faultOf(await signed(taskId, { beacon: keccak256(toHex('no block')) }));
  expect(beacon).toMatchObject({ fault: 'beacon' });
  const latest = roster.minedAt + DEVNET.epochs.assignmentSeconds;
  const stale = faultOf(await signed(taskId, { expiry: latest + 1 }));
  expect(stale).toMatchObject({ fault: 'stale' });
  const before = await network.client.getBlock({ blockNumber: BigInt(roster.blockNumber - 1) });
  const twoDraws: DrawReport = {
    fault: 'two-draws',
    assignment: await signed(taskId),
    other: await signed(taskId, { rosterBlock: roster.blockNumber - 1, beacon: before.hash }),
  };
  for (const report of [skipped!, padded!, stranger!, beacon!, stale!, twoDraws])
    expect([report.fault, await verdictOn(report)]).toEqual([report.fault, 'fault']);
});

it('the contract finds no fault where a tab finds none, whatever a report says', async () => {
  const taskId = newTask();
  const [first, second] = rankingOf(taskId);
  const assignment = await signed(taskId, { miner: second!, passed: [first!] });
  expect(faultOf(assignment)).toBeUndefined();
  const reports: DrawReport[] = [
    { fault: 'order', assignment, called: first! },
    { fault: 'beacon', assignment },
    { fault: 'stale', assignment, block: roster.blockNumber },
    { fault: 'two-draws', assignment, other: assignment },
  ];
  for (const report of reports)
    expect([report.fault, await verdictOn(report)]).toEqual([report.fault, 'none']);
});

it('a block that the chain has forgotten proves nothing', async () => {
  const taskId = newTask();
  const report = faultOf(await signed(taskId, { miner: rankingOf(taskId)[1]! }))!;
  expect(await verdictOn(report)).toBe('fault');
  await network.forgetBlock(roster.blockNumber);
  expect(await verdictOn(report)).toBe('late');
  const reporter = reporterWith(wallet());
  await expect(reporter.take(report, TAB)).rejects.toMatchObject({ code: 'BLOCK_UNKNOWN' });
}, 60_000);

it('a draw with the newest block is judged after the next one, which the reporter asks for', async () => {
  const newest = await readHeader(network.client, 'latest');
  roster = { ...roster, blockNumber: newest.number, beacon: newest.hash, minedAt: newest.timestamp };
  const taskId = newTask();
  const report = faultOf(await signed(taskId, { miner: rankingOf(taskId)[1]! }))!;
  expect(await verdictOn(report)).toBe('early');
  // The next block is of a later second: one of the same second would not do either.
  await network.client.request({ method: 'evm_increaseTime', params: [2] } as never);
  const reporter = reporterWith(wallet());
  await reporter.take(report, TAB);
  expect(await verdictOn(report)).toBe('fault');
  await reporter.attend();
  expect(await verdictOn(report)).toBe('punished');
}, 60_000);

it('a block that our node does not have yet is judged when it has, unless it is far away', async () => {
  const newest = await readHeader(network.client, 'latest');
  const taskId = newTask();
  const named = async (rosterBlock: number): Promise<DrawReport> => ({
    fault: 'beacon',
    assignment: await signed(taskId, { rosterBlock, beacon: newest.hash }),
  });
  const { blocks } = network.config.epochs;
  const next = Math.ceil((newest.number + 1) / blocks) * blocks;
  expect(await verdictOn(await named(newest.number))).toBe('early');
  expect(await verdictOn(await named(next))).toBe('early');
  expect(await verdictOn(await named(newest.number + 100_000))).toBe('fault');
  const reporter = reporterWith(wallet());
  await expect(reporter.take(await named(next), TAB)).rejects.toMatchObject({ code: 'BUSY' });
});

it('a report that was taken waits while its block is the newest one again', async () => {
  const newest = await readHeader(network.client, 'latest');
  roster = { ...roster, blockNumber: newest.number, beacon: newest.hash, minedAt: newest.timestamp };
  const taskId = newTask();
  const report = faultOf(await signed(taskId, { miner: rankingOf(taskId)[1]! }))!;
  const store = new ReportStore(database.db);
  await store.put(report, BY);
  await reporterWith(wallet()).attend();
  expect(await store.open()).toMatchObject([{ id: drawReportId(report) }]);
});

it('evidence that is too old proves nothing', async () => {
  const taskId = newTask();
  const report = faultOf(await signed(taskId, { miner: rankingOf(taskId)[1]! }))!;
  await network.pass(Number(DEVNET.courts.evidenceSeconds));
  expect(await verdictOn(report)).toBe('late');
});

it('takes what the contract would punish, once, and sends it; refuses everything else', async () => {
  const taskId = newTask();
  const assignment = await signed(taskId, { miner: rankingOf(taskId)[1]! });
  const report = faultOf(assignment)!;
  const reporter = reporterWith(wallet());
  const right = await signed(taskId);
  await expect(reporter.take({ fault: 'beacon', assignment: right }, TAB)).rejects.toMatchObject({
    code: 'NO_FAULT',
  });
  const forged = { ...report, assignment: { ...assignment, attempt: 3 } } as DrawReport;
  await expect(reporter.take(forged, TAB)).rejects.toMatchObject({ code: 'BAD_SIGNATURE' });
  const accused = reporterWith(testWallet(network.client, network.reporterKey));
  await expect(accused.take(report, TAB)).rejects.toMatchObject({ code: 'ACCUSED' });

  const sent = () => network.client.getTransactionCount({ address: network.other });
  const before = await sent();
  await reporter.take(report, TAB);
  await reporter.take(report, TAB);
  await reporter.attend();
  expect(await verdictOn(report)).toBe('punished');
  expect(await sent()).toBe(before + 1);
  // After a restart, and when somebody else hands in the same.
  const restarted = reporterWith(wallet());
  await restarted.take(report, TAB);
  await restarted.attend();
  expect(await sent()).toBe(before + 1);
}, 60_000);

it('a report that somebody else has sent is not sent again', async () => {
  const taskId = newTask();
  const report = faultOf(await signed(taskId, { miner: rankingOf(taskId)[1]! }))!;
  const [reporter, store] = [reporterWith(wallet()), new ReportStore(database.db)];
  await reporter.take(report, TAB);
  const { call } = await readDrawVerdict(network.client, network.config.contracts, report, network.other);
  await wallet().inTurn((send) => send(call));
  const count = await network.client.getTransactionCount({ address: network.other });
  await reporter.attend();
  expect(await network.client.getTransactionCount({ address: network.other })).toBe(count);
  expect(await store.open()).toEqual([]);
}, 60_000);

it('anchors the block of a report that cannot be sent, so that it can be proved later', async () => {
  const taskId = newTask();
  const report = faultOf(await signed(taskId, { miner: rankingOf(taskId)[1]! }))!;
  const { disputes } = network.config.contracts;
  const real = wallet();
  /** Has gas for an anchor, and too little for a report. */
  const poor: Pick<OperatorWallet, 'account' | 'inTurn'> = {
    account: real.account,
    inTurn: (work) =>
      real.inTurn((send) =>
        work((call) => (call.to === disputes ? Promise.reject(new Error('too dear')) : send(call))),
      ),
  };
  let head = 0;
  const client = { ...network.client, getBlockNumber: async () => BigInt(head) };
  const reporter = reporterWith(poor, { client });
  await reporter.take(report, TAB);
  const sent = () => network.client.getTransactionCount({ address: network.other });
  const before = await sent();
  head = roster.blockNumber + ANCHOR_AFTER_BLOCKS - 1;
  await reporter.attend();
  expect(await sent()).toBe(before);
  head += 1;
  await reporter.attend();
  await reporter.attend();
  expect(await sent()).toBe(before + 1);
  await network.forgetBlock(roster.blockNumber);
  expect(await readEpochHash(network.client, network.config.contracts.epochs, roster.blockNumber)).toBe(
    roster.beacon,
  );
  expect(await new ReportStore(database.db).open()).toHaveLength(1);
  expect(await verdictOn(report)).toBe('fault');
}, 60_000);

it('refuses a report that no transaction can carry, and drops one that was taken before', async () => {
  const taskId = newTask();
  const report = faultOf(await signed(taskId, { miner: rankingOf(taskId)[1]! }))!;
  const client = { ...network.client, estimateGas: async () => TRANSACTION_GAS_CAP + 1n };
  const [reporter, store] = [reporterWith(wallet(), { client }), new ReportStore(database.db)];
  await expect(reporter.take(report, TAB)).rejects.toMatchObject({ code: 'TOO_MUCH_GAS' });
  expect(await store.open()).toEqual([]);
  await store.put(report, BY);
  const count = await network.client.getTransactionCount({ address: network.other });
  await reporter.attend();
  expect(await store.open()).toEqual([]);
  expect(await network.client.getTransactionCount({ address: network.other })).toBe(count);
}, 60_000);
