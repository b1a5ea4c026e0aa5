import { expect, it } from 'vitest';
import {
  type CourtTerms,
  caseSeconds,
  fineOfSeats,
  juryDeadlines,
  seatsOfRound,
  verdictOf,
} from '#chain/courts/courtTerms.ts';

const terms: CourtTerms = {
  ...{
    pay: 1n,
    fine: 2n,
    sealedFactor: 3,
    seats: 12,
    quorumBps: 4_300,
    feeBps: 100,
    growth: 4,
    juries: 3,
    drawBlocks: 4,
  },
  ...{ commitWindow: 100, revealWindow: 50, appealWindow: 30, settleWindow: 20, fineWindow: 10 },
  ...{ slashBps: 3_000, paidBps: 5_000, reporterBps: 1_000, bondBps: 1_000, reportWindow: 1_000 },
};

it.each([
  ['an empty seat', false, 8n],
  ['a seat whose sealed vote is not the verdict', true, 24n],
])('%s costs its fine', (_, isSealed, wei) => {
  expect(fineOfSeats(terms, { seats: 4, isSealed })).toBe(wei);
});

it('each further jury is larger by the growth', () => {
  expect([0, 1, 2].map((round) => seatsOfRound(terms, round))).toEqual([12, 48, 192]);
});

it.each([
  [1, 1_180],
  [2, 1_150],
])('jury %i is final at %i: only the last one cannot be appealed', (round, finalAt) => {
  expect(juryDeadlines(terms, { start: 1_000, round })).toEqual({
    commitEnd: 1_100,
    revealEnd: 1_150,
    finalAt,
  });
});

it('a case lasts as long as all of its juries and the windows after the last one', () => {
  expect(caseSeconds(terms)).toBe(3 * 150 + 2 * 30 + 20 + 10);
});

/** The quorum of the first jury is 6 of 12 seats. */
it.each([
  [0, { right: 0, wrong: 6, unavailable: 0 }, 'wrong'],
  [0, { right: 6, wrong: 0, unavailable: 5 }, 'right'],
  [0, { right: 0, wrong: 5, unavailable: 0 }, undefined],
  [0, { right: 6, wrong: 6, unavailable: 0 }, undefined],
  [0, { right: 7, wrong: 6, unavailable: 0 }, 'right'],
  [0, { right: 0, wrong: 6, unavailable: 6 }, undefined],
  [0, { right: 0, wrong: 0, unavailable: 12 }, undefined],
  [1, { right: 0, wrong: 20, unavailable: 0 }, undefined],
  [1, { right: 0, wrong: 21, unavailable: 0 }, 'wrong'],
] as const)('jury %i finds by %o: %s', (round, votes, verdict) => {
  expect(verdictOf(terms, round, votes)).toBe(verdict);
});
