import { sql } from 'drizzle-orm';
import { type Address, slice, zeroHash } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import type { BallotView, CaseView } from '#chain/courts/courtReader.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { VoteDesk } from '#coordinator/court/voteDesk.ts';
import { VoteStore } from '#coordinator/court/voteStore.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { testCase } from '#coordinator/testing/testCase.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { type OpenedVote, sealOf, sealVote } from '#protocol/court/vote.ts';

const open = useMemoryDatabase();
beforeEach(() => open.db.execute(sql`truncate votes`));

const identity = { chainId: 31_337, juries: accountOf('juries').address };
const JURY = { caseId: 3n, round: 1 };
const ann = accountOf('ann');
const vote: OpenedVote = { nodeId: 7n, finding: 'wrong', distance: 5n, salt: `0x${'5a'.repeat(32)}` };
const SEAL = sealOf(JURY, vote);
const NO_BALLOT: BallotView = {
  ...{ seats: 0, finding: undefined, sealedVote: undefined, isSealed: false, isPaid: false },
  leftOut: 'nothing',
};
const sealedBallot = (seal = SEAL): BallotView => ({
  ...{ ...NO_BALLOT, seats: 2, sealedVote: slice(seal, 0, 27), isSealed: true },
});

/** A desk before a case in its second round, whose windows end at 1,100 and 1,150. */
function setUp(changes: { seconds?: number; theCase?: Partial<CaseView>; seats?: number } = {}) {
  const { seconds = 1_099, theCase = {}, seats = 2 } = changes;
  const chain = { ballot: NO_BALLOT };
  const votes = new VoteStore(open.db);
  const desk = new VoteDesk({
    ...{ identity, votes, nowMs: () => 0 },
    court: {
      terms: async () => testTerms,
      caseCount: async () => 3n,
      readCase: async () => testCase({ caseId: 3n, round: 1, start: 1_000 }, theCase),
      seatsOf: async () => seats,
      ballotOf: async () => chain.ballot,
    },
    clock: { read: async () => ({ block: 9n, seconds }) },
    operatorOf: async (): Promise<Address> => ann.address,
  });
  return { desk, votes, chain, kept: () => votes.find(JURY, 7n) };
}
const sealed = (opened = vote, by = ann) => sealVote(identity, by, JURY, opened);

it('keeps a sealed vote, and takes it again', async () => {
  const { desk, kept } = setUp();
  await desk.commit(JURY, await sealed());
  await desk.commit(JURY, await sealed());
  expect(await kept()).toMatchObject({ seal: SEAL, sealed: await sealed(), opened: undefined });
});

it.each<[string, string, Parameters<typeof setUp>[0], typeof JURY?]>([
  ['once its window is over', 'WINDOW_OVER', { seconds: 1_100 }],
  ['of a jury that was appealed from', 'WINDOW_OVER', {}, { caseId: 3n, round: 0 }],
  ['of a jury that was not called', 'UNKNOWN_CASE', {}, { caseId: 3n, round: 2 }],
  ['in a case that does not exist', 'UNKNOWN_CASE', {}, { caseId: 4n, round: 1 }],
  ['in case 0', 'UNKNOWN_CASE', {}, { caseId: 0n, round: 1 }],
  ['in a settled case', 'UNKNOWN_CASE', { theCase: { settledAt: 1_000 } }],
  ['of a node without seats', 'NO_SEATS', { seats: 0 }],
])('refuses a sealed vote %s', async (_, code, changes, jury = JURY) => {
  const { desk, kept } = setUp(changes);
  await expect(desk.commit(jury, await sealed())).rejects.toMatchObject({ code });
  expect(await kept()).toBeUndefined();
});

it('refuses a vote that the node’s key did not sign', async () => {
  const { desk } = setUp();
  const forged = await sealed(vote, accountOf('bob'));
  await expect(desk.commit(JURY, forged)).rejects.toMatchObject({ code: 'BAD_SIGNATURE' });
});

it('refuses a second vote: the first one stands, here or on the chain', async () => {
  const { desk, chain } = setUp();
  await desk.commit(JURY, await sealed());
  const other = await sealed({ ...vote, finding: 'right' });
  await expect(desk.commit(JURY, other)).rejects.toMatchObject({ code: 'VOTE_MISMATCH' });
  await open.db.execute(sql`truncate votes`);
  chain.ballot = sealedBallot();
  await expect(desk.commit(JURY, other)).rejects.toMatchObject({ code: 'VOTE_MISMATCH' });
});

it('keeps an opened vote that was sealed through another coordinator', async () => {
  const { desk, chain, kept } = setUp({ seconds: 1_149 });
  chain.ballot = sealedBallot();
  await desk.reveal(JURY, vote);
  await desk.reveal(JURY, vote);
  expect(await kept()).toMatchObject({ seal: SEAL, sealed: undefined, opened: vote });
});

it('keeps an opened vote that comes early, with the sealed one that is on its way', async () => {
  const { desk, kept } = setUp();
  await desk.commit(JURY, await sealed());
  await desk.reveal(JURY, vote);
  expect(await kept()).toMatchObject({ sealed: await sealed(), opened: vote });
});

it.each<[string, string, number, BallotView]>([
  ['once its window is over', 'WINDOW_OVER', 1_150, sealedBallot()],
  ['that is not the sealed one', 'VOTE_MISMATCH', 1_149, sealedBallot(zeroHash)],
  ['of which nothing was sealed', 'VOTE_MISMATCH', 1_099, NO_BALLOT],
])('refuses an opened vote %s', async (_, code, seconds, ballot) => {
  const { desk, chain, kept } = setUp({ seconds });
  chain.ballot = ballot;
  await expect(desk.reveal(JURY, vote)).rejects.toMatchObject({ code });
  expect(await kept()).toBeUndefined();
});

it('refuses an opened vote whose seal did not reach the chain in time', async () => {
  await setUp().desk.commit(JURY, await sealed());
  const { desk } = setUp({ seconds: 1_100 });
  await expect(desk.reveal(JURY, vote)).rejects.toMatchObject({ code: 'WINDOW_OVER' });
});
