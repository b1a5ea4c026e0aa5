import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { appealTerms } from '#web/trust/appeal/appealTerms.ts';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

const TERMS: CourtTerms = {
  ...testTerms,
  feeBps: 1_000,
  commitWindow: 120,
  revealWindow: 60,
  appealWindow: 90,
};
const told = (votes: { right: number; wrong: number; unavailable: number }, round = 0) => {
  const jury = { ...EXAMPLE_CASE.jury, votes };
  return appealTerms({ ...EXAMPLE_CASE, state: 'appealable', round, jury }, TERMS, parseEther('528'));
};
const WRONG = { right: 2, wrong: 7, unavailable: 0 };

it.each([
  ['wrong', WRONG, 'Jury 1 found the result wrong. An appeal says that it is right'],
  [
    'right',
    { right: 7, wrong: 2, unavailable: 0 },
    'Jury 1 found the result right. An appeal says that it is wrong',
  ],
  [
    'nothing',
    { right: 2, wrong: 3, unavailable: 4 },
    'Jury 1 reached no verdict. An appeal says that the result is wrong',
  ],
])('an appeal of a jury that found %s says whose side it takes', (_, votes, words) => {
  expect(told(votes)[0]).toContain(words);
});

it('tells the seats, the deposit, and what becomes of it', () => {
  const text = told(WRONG).join(' ');
  expect(text).toContain('a jury of 48 seats');
  expect(text).toContain('You deposit 528 CAI.');
  expect(text).toContain('less a fee of 10 %');
});

it('warns who appeals for a conviction that it may bring in too little', () => {
  expect(told(WRONG).join(' ')).not.toContain('brings in');
  expect(told({ right: 7, wrong: 2, unavailable: 0 }).join(' ')).toContain('brings in');
});

it('holds the deposit for the windows of the next jury, the last of which cannot be appealed', () => {
  expect(told(WRONG).at(-1)).toContain('4 min 30 s');
  expect(told({ ...WRONG, wrong: 30 }, 1).at(-1)).toContain('3 min');
});
