import { expect, it } from 'vitest';
import { strftime } from '#inference/tokenizer/strftime.ts';

it.each([
  ['%Y-%m-%d', '2026-03-05'],
  ['%d %b %Y', '05 Mar 2026'],
  ['%A, %B %-d, %y', 'Thursday, March 5, 26'],
  ['%a %e %-m', 'Thu  5 3'],
  ['%H:%M:%S', '00:00:00'],
  ['100 %% %Q', '100 % %Q'],
])('writes %s of 5 March 2026 as "%s"', (format, expected) => {
  expect(strftime('2026-03-05', format)).toBe(expected);
});
