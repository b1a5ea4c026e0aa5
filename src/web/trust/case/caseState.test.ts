import { describe, expect, it } from 'vitest';
import { caseState, nextDeadline, votesSentence } from '#web/trust/case/caseState.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

describe('caseState', () => {
  it.each<[ShownCase['state'], ShownCase['verdict'], string]>([
    ['drawing', undefined, 'Jury being drawn'],
    ['voting', undefined, 'Voting'],
    ['revealing', undefined, 'Votes being opened'],
    ['appealable', undefined, 'Can be appealed'],
    ['settling', undefined, 'Verdict due'],
    ['settled', 'wrong', 'Found wrong'],
    ['settled', 'right', 'Found right'],
    ['settled', undefined, 'No verdict'],
  ])('says of a case that is %s with the verdict %s: %s', (state, verdict, words) => {
    expect(caseState({ state, verdict }).words).toBe(words);
  });
});

it.each<[ShownCase['state'], number | undefined]>([
  ['drawing', 3_000],
  ['voting', 3_000],
  ['revealing', 4_000],
  ['appealable', 5_000],
  ['settling', undefined],
  ['settled', undefined],
])('nextDeadline of a case that is %s is %s', (state, at) => {
  expect(nextDeadline({ ...EXAMPLE_CASE, state })?.at).toBe(at);
});

it.each([
  [{ right: 0, wrong: 0, unavailable: 0 }, 'no vote opened yet'],
  [{ right: 2, wrong: 7, unavailable: 0 }, '7 wrong, 2 right'],
  [{ right: 0, wrong: 0, unavailable: 1 }, '0 wrong, 0 right, 1 without the evidence'],
])('votesSentence says %j as %s', (votes, sentence) => {
  expect(votesSentence({ ...EXAMPLE_CASE.jury, votes })).toBe(sentence);
});
