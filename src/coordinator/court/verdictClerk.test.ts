import { expect, it } from 'vitest';
import type { BallotView, CaseView } from '#chain/courts/courtReader.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { VerdictClerk } from '#coordinator/court/verdictClerk.ts';
import { testCase } from '#coordinator/testing/testCase.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import type { Finding } from '#protocol/court/vote.ts';

const miners = ['ann', 'bob', 'cid', 'dot', 'eve'].map((name, at) =>
  nodeOf(name, 20_000, { id: BigInt(at + 1) }),
);
const [ann, bob, cid, dot, eve] = miners.map(({ id }) => id) as [bigint, bigint, bigint, bigint, bigint];
const SETTLED = 1_200;

/**
 * Ann and bob found the verdict, cid the opposite, dot, who has retired since, nothing; eve could not have
 * the evidence.
 */
const FINDINGS = new Map<bigint, Finding | undefined>([
  ...([
    [ann, 'wrong'],
    [bob, 'wrong'],
    [cid, 'right'],
    [dot, undefined],
    [eve, 'unavailable'],
  ] as const),
]);

interface Scene {
  ours?: bigint[];
  leastShareWei?: bigint;
  fined?: bigint[];
  paid?: bigint[];
  theCase?: Partial<CaseView>;
}

function setUp({ ours = [], leastShareWei = 5n, fined = [], paid = [], theCase = {} }: Scene = {}) {
  const calls: [name: string, who: unknown][] = [];
  const ballotOf = (nodeId: bigint): BallotView => {
    const finding = FINDINGS.get(nodeId);
    const isSealed = finding !== undefined;
    return {
      ...{ seats: isSealed ? 2 : 0, finding, sealedVote: undefined, isSealed },
      isPaid: paid.includes(nodeId),
      leftOut: 'nothing',
    };
  };
  const clerk = new VerdictClerk({
    court: {
      terms: async () => testTerms,
      ballotOf: async (_case, _round, nodeId) => ballotOf(nodeId),
      seatsOf: async (_case, _round, nodeId) => (nodeId === dot ? 1 : 0),
    },
    votes: { ofJury: async () => ours.map((nodeId) => ({ nodeId }) as never) },
    sender: {
      call: async (name: string, args: readonly unknown[]) => void calls.push([name, args[2]]),
    } as never,
    nodeCount: async () => BigInt(miners.length),
    isFined: async ({ nodeId }) => fined.includes(nodeId),
    operatorOf: async (nodeId) => miners.find(({ id }) => id === nodeId)!.operator,
    leastShareWei,
  });
  const settled = { verdict: 'wrong', settledAt: SETTLED, ...theCase } as const;
  const attend = async (seconds: number, isOurs: boolean) => {
    const view = testCase({ caseId: 1n, round: 0, start: 1_000 }, settled);
    return [await clerk.attend(view, { block: 9n, seconds }, isOurs), ...calls];
  };
  return { attend };
}
const operators = (...names: string[]) => names.map((name) => accountOf(name).address);

it('pays who found the verdict in our case, and fines who found the opposite or nothing', async () => {
  expect(await setUp().attend(SETTLED, true)).toEqual([
    ...[true, ['pay', operators('ann', 'bob')], ['fine', [cid, dot]]],
  ]);
});

it('pays and fines nobody twice', async () => {
  expect(await setUp({ paid: [ann], fined: [cid] }).attend(SETTLED, true)).toEqual([
    ...[true, ['pay', operators('bob')], ['fine', [dot]]],
  ]);
  expect(await setUp({ paid: [ann, bob], fined: [cid, dot] }).attend(SETTLED, true)).toEqual([true]);
});

it('fines nobody after the window for that', async () => {
  const { fineWindow } = testTerms;
  const after = await setUp().attend(SETTLED + fineWindow, true);
  expect(after).toEqual([true, ['pay', operators('ann', 'bob')]]);
  expect(await setUp().attend(SETTLED + fineWindow - 1, true)).toHaveLength(3);
});

it('does nothing about the jurors of a case without a verdict', async () => {
  expect(await setUp({ theCase: { verdict: undefined } }).attend(SETTLED, true)).toEqual([true]);
});

it('leaves another’s case to its reporter at first, and comes back to it', async () => {
  expect(await setUp({ ours: [ann] }).attend(SETTLED + 1, false)).toEqual([false]);
});

// Two seats with the opposite vote cost 60 each, and an empty one 20. The caller gets a tenth.
it.each([
  [14n, [['fine', [cid, dot]]]],
  [15n, []],
])('fines in another’s case where our share of 14 is at least %i', async (leastShareWei, fines) => {
  expect(await setUp({ leastShareWei }).attend(SETTLED + 2, false)).toEqual([true, ...fines]);
});

it('pays those jurors in another’s case that voted through us', async () => {
  const { attend } = setUp({ ours: [ann, cid], leastShareWei: 1_000n });
  expect(await attend(SETTLED + 2, false)).toEqual([true, ['pay', operators('ann')]]);
});
