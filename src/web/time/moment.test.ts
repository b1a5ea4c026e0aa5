import { afterEach, expect, it } from 'vitest';
import { setLanguage } from '#web/language/current.ts';
import { formatDay, formatDuration, formatElapsed, formatMoment } from '#web/time/moment.ts';

afterEach(() => setLanguage('en'));

const secondsOf = (...fields: [number, number, number, number, number]) =>
  new Date(...fields).getTime() / 1_000;

it.each([
  [secondsOf(2026, 0, 1, 0, 5), '1 Jan 2026', '1 Jan 2026, 00:05'],
  [secondsOf(2026, 8, 22, 23, 15), '22 Sept 2026', '22 Sept 2026, 23:15'],
  [secondsOf(2027, 11, 31, 12, 0), '31 Dec 2027', '31 Dec 2027, 12:00'],
])('formatDay and formatMoment of %s s are %s and %s', (seconds, day, moment) => {
  expect(formatDay(seconds)).toBe(day);
  expect(formatMoment(seconds)).toBe(moment);
});

it.each([
  [-5, '0 s'],
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [817, '13 min 37 s'],
  [3_599, '59 min 59 s'],
  [3_600, '1 h'],
  [86_400, '1 day'],
  [2 * 86_400 + 3 * 3_600 + 4 * 60 + 5, '2 days 3 h 4 min 5 s'],
])('formatDuration of %s s is %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it.each([
  [0.01234, '0.0123 s'],
  [12.34, '12.3 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min'],
  [754.4, '12 min 34 s'],
])('formatElapsed of %s s is %s', (seconds, text) => {
  expect(formatElapsed(seconds)).toBe(text);
});

/** 22 November 2026, at noon in Greenwich: the same day in most of the world. */
const NOON = Date.UTC(2026, 10, 22, 12) / 1_000;

it('writes days and lengths of time in the page’s language, with digits that can be copied', async () => {
  expect(formatDay(NOON)).toBe('22 Nov 2026');
  await setLanguage('ar');
  expect(formatDay(NOON)).toBe('22 نوفمبر 2026');
  expect(formatDuration(3 * 86_400 + 11 * 60).replaceAll(/[\u2068\u2069]/g, '')).toBe('3 أيام و11 دقيقة');
});
