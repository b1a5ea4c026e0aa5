import { expect, it } from 'vitest';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { answerState } from '#web/evidence/answer/answerState.ts';

const jury = { commitEnd: 3_000, revealEnd: 4_000, finalAt: 5_000 } as CaseView['jury'];
const FIRST = { settledAt: undefined, round: 0, jury };
const LAST = { ...FIRST, round: 2 };
const state = (change: Partial<Parameters<typeof answerState>[0]> = {}) =>
  answerState({
    ...{ theCase: FIRST, terms: { juries: 3 }, nowSeconds: 2_500 },
    ...{ isOwn: true, isKept: true, isShown: false, ...change },
  });

it.each([
  ['can be given with what is kept, whoever’s wallet is connected', { isOwn: false }, 'open'],
  ['is in the case already', { isShown: true }, 'exhibited'],
  ['is not told of before the exhibits are read', { isShown: undefined }, undefined],
  ['cannot be given where nothing is kept', { isKept: false }, 'not-kept'],
  ['is not a stranger’s to give', { isKept: false, isOwn: false }, 'not-yours'],
] as const)('an answer %s', (_, change, expected) => {
  expect(state(change)).toBe(expected);
});

it.each([
  [FIRST, 4_999, 'open'],
  // A larger jury may still be called.
  [FIRST, 3_000, 'open'],
  [FIRST, 5_000, 'over'],
  [LAST, 2_999, 'open'],
  [LAST, 3_000, 'over'],
  [{ ...FIRST, settledAt: 2_000 }, 2_500, 'over'],
] as const)('an answer counts as long as a juror may vote: %o at %i', (theCase, nowSeconds, expected) => {
  expect(state({ theCase, nowSeconds })).toBe(expected);
  const stranger = { isOwn: false, isKept: false };
  expect(state({ theCase, nowSeconds, ...stranger })).toBe(expected === 'over' ? undefined : 'not-yours');
});
