import { type Address, numberToHex, zeroAddress } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import type { BallotView, CaseView, LeftOut } from '#chain/courts/courtReader.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { ROLE, type RosterNode } from '#chain/roster.ts';
import { SeatNames } from '#coordinator/court/seatNames.ts';

const wallet = (number: number): Address => numberToHex(number, { size: 20 });
const [OURS, REPORTER, APPELLANT, OTHER] = [wallet(1), wallet(2), wallet(3), wallet(4)];
const THE_CASE = {
  ...{ caseId: 7n, nodeId: 99n, drawnAt: 100, openedAt: 200, round: 0 },
  jury: { party: REPORTER },
} as CaseView;
const APPEALED = { ...THE_CASE, round: 1, jury: { party: APPELLANT } } as CaseView;

/** Weights at the draw and before the case. */
type Miner = [owner: Address, atDraw: bigint, beforeCase: bigint];
const [STEADY, BARRED, SHRUNK, GROWN]: [Miner, Miner, Miner, Miner] = [
  [OTHER, 1_000n, 1_000n],
  [REPORTER, 50n, 50n],
  [OTHER, 90n, 10n],
  [OTHER, 10n, 90n],
];

let leftOut: Record<string, LeftOut>;
let called: unknown[][];
let foundWrong: boolean;
let reads: number;
beforeEach(() => {
  leftOut = {};
  called = [];
  foundWrong = true;
  reads = 0;
});

/** A chain on which these are all miners, numbered from 1. */
function namesOf(...miners: Miner[]): SeatNames {
  const client = {
    readContract: async ({ functionName, args }: { functionName: string; args?: readonly unknown[] }) => {
      reads += 1;
      if (functionName === 'weightAt') {
        const [, atDraw, beforeCase] = miners[Number(args?.[0]) - 1]!;
        return args?.[1] === THE_CASE.drawnAt ? atDraw : beforeCase;
      }
      return {
        ...{ nodeCount: BigInt(miners.length), payoutOf: zeroAddress, unbondingOf: 0n, exposedSince: 0n },
        node: { owner: zeroAddress, assets: 1n, selfBond: 1n },
        identityOf: [zeroAddress, zeroAddress, ROLE.miner, 0n],
      }[functionName];
    },
  } as unknown as ReadClient;
  const nodes = miners.map(
    ([owner, , weight], at) =>
      ({ id: BigInt(at + 1), role: 'miner', owner, weight }) as unknown as RosterNode,
  );
  return new SeatNames({
    ...{ client, staking: zeroAddress, foundWrong: async () => foundWrong },
    court: {
      ballotOf: async (_case, round, id) =>
        ({ leftOut: round === 0 ? (leftOut[`${id}`] ?? 'nothing') : 'all' }) as BallotView,
      readJury: async () => THE_CASE.jury,
    },
    sender: {
      address: OURS,
      call: async (...call: unknown[]) => {
        called.push(call);
        return {} as never;
      },
    },
    roster: { current: () => ({ miners: nodes, coordinators: [] }) as never },
  });
}

it.each<[string, Record<string, LeftOut>, bigint[]]>([
  ['all whose weight seats nobody', {}, [3n, 2n]],
  ['a barred miner that was named while it could sit', { 2: 'excess', 3: 'excess' }, [2n]],
  ['nobody who was named already', { 2: 'all', 3: 'excess' }, []],
  ['nobody who may sit again', { 2: 'all', 3: 'all' }, []],
])('names %s', async (_, named, missing) => {
  leftOut = named;
  await namesOf(STEADY, BARRED, SHRUNK, GROWN).complete(THE_CASE);
  expect(called).toEqual(missing.length === 0 ? [] : [['leaveOut', [7n, missing]]]);
});

it('bars the first jury’s caller, not who has appealed', async () => {
  await namesOf(STEADY, BARRED, [APPELLANT, 70n, 70n]).complete(APPEALED);
  expect(called).toEqual([['leaveOut', [7n, [2n]]]]);
});

it('names once a jury, and reads past weights once a case', async () => {
  const names = namesOf(STEADY, BARRED);
  await names.complete(THE_CASE);
  const first = reads;
  await names.complete(THE_CASE);
  expect([called.length, reads]).toEqual([1, first]);
  await names.complete(APPEALED);
  // But for two weights of each.
  expect([called.length, reads]).toEqual([2, 2 * first - 4]);
  names.forget(7n);
  await names.complete(APPEALED);
  expect([called.length, reads]).toEqual([3, 3 * first - 4]);
});

it('costs the coordinator nothing about results that it did not find wrong', async () => {
  foundWrong = false;
  await namesOf(STEADY, BARRED).complete(THE_CASE);
  expect([called, reads]).toEqual([[], 0]);
});

it('names 60 miners a call, the heaviest first, and in a report no more', async () => {
  const barred = Array.from(
    { length: 61 },
    (_, at): Miner => [OURS, 1_000n - BigInt(at), 1_000n - BigInt(at)],
  );
  const names = namesOf(STEADY, ...barred);
  const ids = barred.map((_, at) => BigInt(at + 2));
  expect(await names.ofReport(99n, THE_CASE.drawnAt)).toEqual(ids.slice(0, 60));
  await names.complete({ ...THE_CASE, jury: { party: OURS } } as CaseView);
  expect(called).toEqual([
    ['leaveOut', [7n, ids.slice(0, 60)]],
    ['leaveOut', [7n, ids.slice(60)]],
  ]);
});
