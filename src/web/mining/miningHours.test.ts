import { afterEach, describe, expect, it, vi } from 'vitest';
import { isWithin, TIME_OF_DAY } from '#web/mining/miningHours.ts';

const at = (hours: number, minutes: number) => new Date(2026, 10, 30, hours, minutes, 59);
const DAY = { from: '09:30', to: '17:00' };
const NIGHT = { from: '22:00', to: '07:15' };
const ALL = { from: '08:00', to: '08:00' };

it.each([
  [DAY, at(9, 29), false],
  [DAY, at(9, 30), true],
  [DAY, at(16, 59), true],
  [DAY, at(17, 0), false],
  [NIGHT, at(21, 59), false],
  [NIGHT, at(22, 0), true],
  [NIGHT, at(0, 0), true],
  [NIGHT, at(7, 14), true],
  [NIGHT, at(7, 15), false],
  [ALL, at(8, 0), true],
  [ALL, at(7, 59), true],
])('isWithin(%o) at %s is %s', (hours, moment, within) => {
  expect(isWithin(hours, moment)).toBe(within);
});

it.each(['24:00', '7:00', '07:60', '', '07:00 '])('“%s” is no time of day', (time) => {
  expect(TIME_OF_DAY.test(time)).toBe(false);
});

describe('on the days when the clock changes', () => {
  afterEach(() => void vi.unstubAllEnvs());
  /** 02:00 becomes 03:00 on 29 March 2026 in Berlin, and 03:00 becomes 02:00 on 25 October. */
  const inBerlin = (utc: string) => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    return new Date(utc);
  };

  it.each([
    ['before hours that begin in the hour that is left out', '2026-03-29T00:59:59Z', false],
    ['in them, from the hour after it', '2026-03-29T01:00:00Z', true],
    ['at their end, an hour later', '2026-03-29T02:00:00Z', false],
  ])('%s', (_, utc, within) => {
    expect(isWithin({ from: '02:30', to: '04:00' }, inBerlin(utc))).toBe(within);
  });

  it.each([
    ['the first 02:30', '2026-10-25T00:30:00Z', true],
    ['02:00 again, by the clock on the wall', '2026-10-25T01:00:00Z', false],
    ['the second 02:30', '2026-10-25T01:30:00Z', true],
    ['their end', '2026-10-25T03:00:00Z', false],
  ])('goes by the wall at %s', (_, utc, within) => {
    expect(isWithin({ from: '02:30', to: '04:00' }, inBerlin(utc))).toBe(within);
  });
});
