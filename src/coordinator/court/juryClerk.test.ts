import { type Hex, keccak256, slice, toHex } from 'viem';
import { expect, it } from 'vitest';
import type { BallotView, JuryView } from '#chain/courts/courtReader.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import { JuryClerk } from '#coordinator/court/juryClerk.ts';
import type { StoredVote } from '#coordinator/court/voteStore.ts';
import { testCase } from '#coordinator/testing/testCase.ts';

const sealOfNode = (nodeId: bigint): Hex => keccak256(toHex(`vote ${nodeId}`));
const SIGNATURE: Hex = `0x${'11'.repeat(64)}1b`;

const voteOf = (nodeId: bigint, isOpened = true): StoredVote => ({
  ...{ round: 0, nodeId, seal: sealOfNode(nodeId) },
  sealed: { nodeId, vote: sealOfNode(nodeId), signature: SIGNATURE },
  opened: isOpened ? { nodeId, finding: 'wrong', distance: 0n, salt: sealOfNode(nodeId) } : undefined,
});
const ballotOf = (nodeId: bigint, change: Partial<BallotView> = {}): BallotView => ({
  ...{ seats: 1, finding: undefined, sealedVote: slice(sealOfNode(nodeId), 0, 27), isSealed: true },
  ...{ isPaid: false, leftOut: 'nothing', ...change },
});
const empty: BallotView = {
  ...{ seats: 0, finding: undefined, sealedVote: undefined, isSealed: false, isPaid: false },
  leftOut: 'nothing',
};

interface Dispute {
  foundWrong?: boolean;
  canTake?: boolean;
  inWallet?: bigint;
}

/**
 * A clerk, and what it did: each call with its argument, and how many blocks it asked for.
 * @param uncounted nodes whose sealed votes do not count: the contract refuses a call that has no others
 */
function setUp(
  kept: StoredVote[] = [],
  ballots = new Map<bigint, BallotView>(),
  uncounted: ReadonlySet<bigint> = new Set(),
  dispute: Dispute = {},
) {
  const calls: string[] = [];
  const asked: bigint[] = [];
  const { foundWrong = false, canTake = true, inWallet = 1_000n } = dispute;
  let looks = 0;
  const clerk = new JuryClerk({
    court: {
      terms: async () => testTerms,
      appealDepositOf: async (_case, round) => 100n * BigInt(round),
      ballotOf: async (_case, _round, nodeId) => {
        looks += 1;
        return ballots.get(nodeId) ?? empty;
      },
    },
    votes: { ofJury: async () => kept },
    sender: {
      allowDeposit: async (wei: bigint) => {
        asked.push(wei);
        if (wei > inWallet) throw new CourtError('NO_DEPOSIT', 'The wallet does not hold it.');
      },
      call: async (name: string, args: readonly unknown[]) => {
        const nodes = (args[1] as { nodeId: bigint }[] | undefined)?.map(({ nodeId }) => nodeId);
        if (name !== 'appeal' && nodes?.every((nodeId) => uncounted.has(nodeId)))
          throw new CourtError('REFUSED', 'None of these votes counts.');
        calls.push(nodes === undefined || nodes.length === 0 ? name : `${name} ${nodes.join(' ')}`);
        return {} as never;
      },
    } as never,
    names: {
      complete: async ({ caseId }) => void calls.push(`names ${caseId}`),
      forget: () => {},
    },
    foundWrong: async () => foundWrong,
    canTake: async () => canTake,
    wantBlock: async () => void calls.push('block'),
  });
  const attend = async (
    seconds: number,
    isOurs = true,
    jury: Partial<JuryView> = {},
    block = 8n,
    round = 0,
  ) => {
    calls.length = 0;
    await clerk.attend(testCase({ caseId: 1n, round, start: 1_000 }, {}, jury), { block, seconds }, isOurs);
    return calls;
  };
  return { attend, asked, calls, looks: () => looks };
}
const NOT_DRAWN = { seed: undefined };

it.each([
  [7n, ['names 1', 'block']],
  [8n, ['draw']],
])(
  'draws a jury once its block is there, and names who gets no seats before: at block %i',
  async (block, calls) => {
    expect(await setUp().attend(1_000, true, NOT_DRAWN, block)).toEqual(calls);
  },
);

it.each<[string, number, string[]]>([
  ['the draw of another’s jury', 1_005, []],
  ['the draw of another’s jury', 1_006, ['draw']],
  ['another’s settling', 1_182, []],
  ['another’s settling', 1_183, ['settle']],
])('leaves %s to its reporter for a while: at %i', async (_, seconds, calls) => {
  expect(await setUp().attend(seconds, false, seconds < 1_100 ? NOT_DRAWN : {})).toEqual(calls);
});

it.each([
  [1_099, ['commit 1 2']],
  [1_100, ['reveal 3']],
  [1_149, ['reveal 3']],
  [1_150, []],
  [1_179, []],
  [1_180, ['settle']],
])('does what belongs into the window: at %i', async (seconds, calls) => {
  const ballots = new Map([
    [3n, ballotOf(3n)],
    [4n, ballotOf(4n, { finding: 'right' })],
  ]);
  const kept = [voteOf(1n), voteOf(2n, false), voteOf(3n), voteOf(4n)];
  expect(await setUp(kept, ballots).attend(seconds)).toEqual(calls);
});

it('opens no vote that does not fit what was sealed: it would stop the others', async () => {
  const ballots = new Map([
    [1n, ballotOf(2n)],
    [2n, ballotOf(2n)],
  ]);
  expect(await setUp([voteOf(1n), voteOf(2n)], ballots).attend(1_100)).toEqual(['reveal 2']);
});

it('draws nothing after the votes: that jury stays empty', async () => {
  expect(await setUp().attend(1_100, true, NOT_DRAWN)).toEqual([]);
});

it('sends at most 24 votes in a transaction', async () => {
  const kept = Array.from({ length: 25 }, (_, at) => voteOf(BigInt(at + 1)));
  const calls = await setUp(kept).attend(1_050);
  expect(calls.map((call) => call.split(' ').length - 1)).toEqual([24, 1]);
});

it('sends the other votes when a whole transaction of votes counts for nothing', async () => {
  const kept = Array.from({ length: 30 }, (_, at) => voteOf(BigInt(at + 1)));
  const uncounted = new Set(kept.slice(0, 24).map(({ nodeId }) => nodeId));
  const { attend, calls } = setUp(kept, new Map(), uncounted);
  await expect(attend(1_050)).rejects.toMatchObject({ code: 'REFUSED' });
  expect(calls).toEqual(['commit 25 26 27 28 29 30']);
});

it('looks seldom for votes that it has seen on the chain, and sends those again that left it', async () => {
  const ballots = new Map([[1n, ballotOf(1n)]]);
  const { attend, looks } = setUp([voteOf(1n)], ballots);
  const long = { commitEnd: 2_000 };
  expect(await attend(1_001, true, long)).toEqual([]);
  ballots.delete(1n);
  expect(await attend(1_300, true, long)).toEqual([]);
  expect(looks()).toBe(1);
  expect(await attend(1_301, true, long)).toEqual(['commit 1']);
});

const votes = (right: number, wrong: number, unavailable = 0) => ({ votes: { right, wrong, unavailable } });
const disputing = (dispute: Dispute) => setUp([], new Map(), new Set(), { foundWrong: true, ...dispute });

it.each([
  ['an acquittal', votes(7, 2), 1_180, 0, ['appeal']],
  ['an acquittal, until it is final', votes(7, 2), 1_199, 0, ['appeal']],
  ['no verdict', votes(0, 5, 5), 1_180, 0, ['appeal']],
  ['not a conviction', votes(2, 7), 1_180, 0, []],
  ['not before a node that lags knows all votes', votes(7, 2), 1_179, 0, []],
  ['not where nobody agrees', votes(7, 0), 1_180, 0, []],
  ['not where nobody votes', votes(0, 0), 1_180, 0, []],
  ['not where most lack the evidence', votes(0, 5, 6), 1_180, 0, []],
  ['not what the last jury found', votes(100, 1), 1_203, 2, ['settle']],
] as const)('appeals, about a result that we found wrong, %s', async (_, found, seconds, round, calls) => {
  expect(await disputing({}).attend(seconds, false, { ...found, finalAt: 1_200 }, 8n, round)).toEqual(calls);
});

it.each([
  ['that we did not find wrong', { foundWrong: false }],
  ['of a node that can lose nothing more', { canTake: false }],
])('appeals nothing %s', async (_, dispute) => {
  const found = { ...votes(7, 2), finalAt: 1_200 };
  expect(await disputing(dispute).attend(1_180, true, found)).toEqual([]);
});

it('asks the wallet for the deposit of the next jury, once a minute while it lacks it', async () => {
  const { attend, asked } = disputing({ inWallet: 199n });
  const appeal = (seconds: number) => attend(seconds, true, { ...votes(7, 2), finalAt: 2_000 }, 8n, 1);
  await expect(appeal(1_180)).rejects.toMatchObject({ code: 'NO_DEPOSIT' });
  expect(await appeal(1_239)).toEqual([]);
  await expect(appeal(1_240)).rejects.toMatchObject({ code: 'NO_DEPOSIT' });
  expect(asked).toEqual([200n, 200n]);
});
