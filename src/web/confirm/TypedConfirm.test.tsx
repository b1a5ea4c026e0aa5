import { expect, it } from 'vitest';
import { isTyped } from '#web/confirm/TypedConfirm.tsx';

it.each([
  ['retire', true],
  [' Retire ', true],
  ['retir', false],
  ['retire it', false],
  ['', false],
])('“%s” confirms to retire: %s', (text, typed) => {
  expect(isTyped(text, 'retire')).toBe(typed);
});
