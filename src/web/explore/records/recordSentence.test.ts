import { expect, it } from 'vitest';
import {
  auditSentence,
  callSentence,
  compareResults,
  isBlemished,
  livenessSentence,
  sourceSentence,
} from '#web/explore/records/recordSentence.ts';
import { exampleResults } from '#web/explore/testing/exampleNode.ts';
import { formatMoment } from '#web/time/moment.ts';

it.each([
  [undefined, 'No results yet'],
  [exampleResults(0), 'No results yet'],
  [{ ...exampleResults(0), delivered: 1 }, '1 result, none audited yet'],
  [exampleResults(1), '1 of 1 audit passed'],
  [exampleResults(40), '40 of 40 audits passed'],
  [exampleResults(9, 2, 1), '9 of 12 audits passed, 2 disputed, 1 withheld'],
])('auditSentence of %j is %s', (results, sentence) => {
  expect(auditSentence(results)).toBe(sentence);
});

it.each([
  [0, 0, 'Not called yet'],
  [1, 0, '0 % of 1 call answered'],
  [1_204, 1_180, '98 % of 1,204 calls answered'],
  [3, 3, '100 % of 3 calls answered'],
])('callSentence of %i calls and %i answers is %s', (sent, answered, sentence) => {
  expect(callSentence({ sent, answered })).toBe(sentence);
});

it.each([
  [true, 1_000, '80 % of 50 calls answered'],
  [false, undefined, '80 % of 50 calls answered'],
  [false, 1_000, `80 % of 50 calls answered · Last seen ${formatMoment(1_000)}`],
])(
  'livenessSentence of a miner that is online (%s) and was seen at %s is %s',
  (isOnline, seenAt, sentence) => {
    expect(livenessSentence({ calls: { sent: 50, answered: 40 }, isOnline, seenAt })).toBe(sentence);
  },
);

it('isBlemished by a result that was wrong or not proved', () => {
  expect(
    [exampleResults(9), exampleResults(9, 1), exampleResults(9, 0, 1), undefined].map(isBlemished),
  ).toEqual([...[false, true, true, false]]);
});

it.each([
  [['North'], 'says North'],
  [['North', 'South'], 'say 2 coordinators'],
  [[], ''],
])('sourceSentence of %j is %s', (names, sentence) => {
  const said = names.map((by) => ({ byId: 1n, by, record: {} as never, results: undefined }));
  expect(sourceSentence({ said })).toBe(sentence);
});

it('compareResults puts a clean record before one with a fault, and more proofs before fewer', () => {
  const [many, few, faulty, worse] = [
    ...[exampleResults(40), exampleResults(2), exampleResults(99, 1), exampleResults(1, 1)],
  ] as const;
  expect([worse, faulty, few, many].sort(compareResults)).toEqual([many, few, faulty, worse]);
});
