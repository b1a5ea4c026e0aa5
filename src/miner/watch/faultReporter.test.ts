import type { Address } from 'viem';
import { expect, it, vi } from 'vitest';
import type { DrawVerdict } from '#chain/courts/reports/drawReports.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { boss, miner, network, nowSeconds, rival, stranger } from '#miner/testing/world.ts';
import { FaultReporter } from '#miner/watch/faultReporter.ts';
import { KEPT_S, MOST_KEPT_EACH, openFaultStore } from '#miner/watch/faultStore.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { CourtFrame, JurorFrame } from '#protocol/court/courtFrames.ts';
import { type DrawReport, drawReportId } from '#protocol/court/drawReport.ts';
import { signAssignment } from '#protocol/signed/assignment.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

const GUILTY = 7n;
const HONEST = 8n;

async function wrongDraw(attempt = 0): Promise<DrawReport> {
  const assignment = await signAssignment(network, boss, {
    ...{ taskId: `0x${'1a'.repeat(32)}`, coordinator: boss.address, miner: rival.address, attempt },
    ...{ rosterBlock: 10, beacon: `0x${'b'.repeat(64)}`, passed: [rival.address], unitPrice: 5n ** 40n },
    expiry: 1_900_000_000,
  } as const);
  return { fault: 'order', assignment, called: stranger.address };
}

let scopes = 0;
function setUp(answers: Record<Address, CourtFrame>, scope = `scope ${++scopes}`) {
  const facts = { verdict: 'fault' as DrawVerdict };
  const asked: { operator: Address; question: JurorFrame }[] = [];
  const counts: number[] = [];
  const board = new StatusBoard();
  const store = openFaultStore(scope);
  const reporter = new FaultReporter({
    ...{ store, board, nowSeconds, uptimeMs: () => performance.now(), trace: () => undefined },
    onRecords: (records) => counts.push(records.length),
    relays: {
      stakes: () => new Map(Object.keys(answers).map((operator) => [operator as Address, 1n])),
      nodeIdOf: (operator) => ([boss.address, miner.address].includes(operator) ? GUILTY : HONEST),
      openCourt: async (operator) =>
        ({
          send: async (question: JurorFrame) => void asked.push({ operator, question }),
          receive: async () => answers[operator],
          ...{ close: async () => undefined, abort: () => undefined },
        }) as unknown as FrameStream,
    },
    readVerdict: async () => facts.verdict,
    readNodeId: async () => GUILTY,
  });
  return { reporter, store, board, asked, facts, scope, counts };
}
const states = (board: StatusBoard) => board.current().faults.map(({ state }) => state);
const accepted: CourtFrame = { type: 'accepted' };

it('hands a wrong draw to another coordinator, not to the accused one, and keeps it over a reload', async () => {
  const report = await wrongDraw();
  const { reporter, board, asked, scope } = setUp({ [boss.address]: accepted, [stranger.address]: accepted });
  await reporter.note(report);
  reporter.start();
  await vi.waitFor(() => expect(states(board)).toEqual(['handed']));
  expect(asked).toEqual([{ operator: stranger.address, question: { type: 'report', report } }]);
  reporter.stop();

  const later = setUp({ [stranger.address]: accepted }, scope);
  later.facts.verdict = 'punished';
  later.reporter.start();
  await vi.waitFor(() => expect(states(later.board)).toEqual(['punished']));
  expect(later.asked).toEqual([]);
  expect((await later.store.find(drawReportId(report)))?.report).toEqual(report);
  later.reporter.stop();
});

it('hands it to no other key of the accused node', async () => {
  const { reporter, board, asked } = setUp({ [miner.address]: accepted });
  await reporter.note(await wrongDraw());
  reporter.start();
  await vi.waitFor(() => expect(states(board)).toEqual(['found']));
  expect(asked).toEqual([]);
  reporter.stop();
});

it('forgets what no network takes any more, though nothing new is noted', async () => {
  const { reporter, counts, store } = setUp({});
  await store.note(await wrongDraw(), GUILTY, nowSeconds() - KEPT_S - 1);
  reporter.start();
  await vi.waitFor(() => expect(counts.at(-1)).toBe(0));
  expect(await store.all()).toEqual([]);
  reporter.stop();
});

it('hands over at once what is noted between two looks', async () => {
  const { reporter, board, asked, counts } = setUp({ [stranger.address]: accepted });
  reporter.start();
  await vi.waitFor(() => expect(counts.length).toBeGreaterThanOrEqual(2));
  await reporter.note(await wrongDraw());
  await vi.waitFor(() => expect(states(board)).toEqual(['handed']));
  expect(asked).toHaveLength(1);
  reporter.stop();
});

it('asks the next coordinator where one refuses', async () => {
  const { reporter, board, asked } = setUp({
    [rival.address]: { type: 'refused', code: 'BUSY' },
    [stranger.address]: accepted,
  });
  await reporter.note(await wrongDraw());
  reporter.start();
  await vi.waitFor(() => expect(states(board)).toEqual(['handed']));
  expect(asked.map(({ operator }) => operator)).toEqual([rival.address, stranger.address]);
  reporter.stop();
});

it('keeps the evidence where the accused is the only coordinator', async () => {
  const { reporter, board, asked, store, counts } = setUp({ [boss.address]: accepted });
  await reporter.note(await wrongDraw());
  reporter.start();
  await vi.waitFor(() => expect(states(board)).toEqual(['found']));
  expect(asked).toEqual([]);
  expect(await store.all()).toMatchObject([{ state: 'found', nodeId: GUILTY }]);
  expect(counts.at(-1)).toBe(1);
  reporter.stop();
});

it('hands on what the chain cannot judge yet: the coordinator waits for a block', async () => {
  const { reporter, board, asked, facts } = setUp({ [stranger.address]: accepted });
  facts.verdict = 'early';
  await reporter.note(await wrongDraw());
  reporter.start();
  await vi.waitFor(() => expect(states(board)).toEqual(['handed']));
  expect(asked).toHaveLength(1);
  reporter.stop();
});

it.each([
  ['none', []],
  ['late', ['late']],
] as const)('where the contract says %s, it is not handed on', async (verdict, expected) => {
  const { reporter, board, asked, facts, store } = setUp({ [stranger.address]: accepted });
  facts.verdict = verdict;
  await reporter.note(await wrongDraw());
  reporter.start();
  await vi.waitFor(async () => expect((await store.all()).map(({ state }) => state)).toEqual(expected));
  await vi.waitFor(() => expect(states(board)).toEqual(expected));
  expect(asked).toEqual([]);
  reporter.stop();
});

it('keeps so much evidence against one node and no more, and forgets what is too old', async () => {
  const store = openFaultStore('bounds');
  const reports = await Promise.all(Array.from({ length: MOST_KEPT_EACH + 1 }, (_, i) => wrongDraw(i)));
  for (const report of reports.slice(0, -1)) expect(await store.note(report, GUILTY, 1_000)).toBe(true);
  expect(await store.note(reports.at(-1)!, GUILTY, 1_000)).toBe(false);
  expect(await store.note(reports.at(-1)!, HONEST, 1_000)).toBe(true);
  expect(await store.note(reports.at(-1)!, HONEST, 1_000)).toBe(false);
  expect(await store.all()).toHaveLength(MOST_KEPT_EACH + 1);
  expect(await store.note(await wrongDraw(99), GUILTY, 1_000 + 30 * 24 * 3_600 + 1)).toBe(true);
  expect(await store.all()).toHaveLength(1);
});
