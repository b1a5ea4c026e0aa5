import { expect, it } from 'vitest';
import { testsSentence } from '#web/mine/models/testsSentence.ts';

const deviation = 0.1;

it.each([
  [1, '1 test run, and it passed; the others follow'],
  [2, '2 tests run, both passed; the others follow'],
  [3, '3 tests run, all passed; the others follow'],
])('tests that are still to come are no failures, after %i', (done, sentence) => {
  expect(testsSentence({ tests: { done, total: 11 }, deviation })).toContain(sentence);
});

it('counts them once all have run', () => {
  expect(testsSentence({ tests: { done: 11, total: 11 }, deviation })).toMatch(/^11 of 11 tests passed on/);
});

it('says nothing before one has passed', () => {
  expect(testsSentence({ tests: null, deviation: null })).toBeUndefined();
  expect(testsSentence({ tests: { done: 0, total: 11 }, deviation: null })).toBeUndefined();
});
