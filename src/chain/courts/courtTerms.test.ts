import { expect, it } from 'vitest';
import {
  caseSeconds,
  fineOfSeats,
  juryDeadlines,
  seatsOfRound,
  verdictOf,
} from '#chain/courts/courtTerms.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';

it.each([
  ['an empty seat', false, 80n],
  ['a seat whose sealed vote is not the verdict', true, 240n],
])('%s costs its fine', (_, isSealed, wei) => {
  expect(fineOfSeats(testTerms, { seats: 4, isSealed })).toBe(wei);
});

it('each further jury is larger by the growth', () => {
  expect([0, 1, 2].map((round) => seatsOfRound(testTerms, round))).toEqual([12, 48, 192]);
});

it.each([
  [1, 1_180],
  [2, 1_150],
])('jury %i is final at %i: only the last one cannot be appealed', (round, finalAt) => {
  expect(juryDeadlines(testTerms, { start: 1_000, round })).toEqual({
    commitEnd: 1_100,
    revealEnd: 1_150,
    finalAt,
  });
});

it('a case lasts as long as all of its juries and the windows after the last one', () => {
  expect(caseSeconds(testTerms)).toBe(3 * 150 + 2 * 30 + 20 + 32);
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
  expect(verdictOf(testTerms, round, votes)).toBe(verdict);
});
