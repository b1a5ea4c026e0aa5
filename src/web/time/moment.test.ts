import { expect, it } from 'vitest';
import { formatPeriod, formatSpan } from '#web/time/moment.ts';

it.each([
  [-5, '00:00'],
  [0, '00:00'],
  [0.2, '00:01'],
  [61, '01:01'],
  [3_600, '01:00:00'],
  [2 * 86_400 + 3 * 3_600 + 4 * 60 + 5, '2 d 03:04:05'],
])('formatSpan of %s s is %s', (seconds, text) => {
  expect(formatSpan(seconds)).toBe(text);
});

it.each([
  [86_400, '1 day'],
  [7_200, '2 hours'],
  [1_200, '20 minutes'],
  [90, '01:30'],
  [0, '00:00'],
])('formatPeriod of %s s is %s', (seconds, text) => {
  expect(formatPeriod(seconds)).toBe(text);
});
