import { describe, expect, it } from 'vitest';
import type { ApiCase } from '#protocol/messages/apiCase.ts';
import { caseState, nextDeadline, votesSentence } from '#web/trust/caseState.ts';
import { EXAMPLE_CASE } from '#web/trust/testing/exampleCase.ts';

describe('caseState', () => {
  it.each<[ApiCase['state'], ApiCase['verdict'], string]>([
    ['drawing', null, 'Jury being drawn'],
    ['voting', null, 'Voting'],
    ['revealing', null, 'Votes being opened'],
    ['appealable', null, 'Can be appealed'],
    ['settling', null, 'Verdict due'],
    ['settled', 'wrong', 'Found wrong'],
    ['settled', 'right', 'Found right'],
    ['settled', null, 'No verdict'],
  ])('says of a case that is %s with the verdict %s: %s', (state, verdict, words) => {
    expect(caseState({ state, verdict }).words).toBe(words);
  });
});

it.each<[ApiCase['state'], number | undefined]>([
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
