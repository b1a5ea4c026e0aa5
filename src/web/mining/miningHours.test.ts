import { expect, it } from 'vitest';
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
