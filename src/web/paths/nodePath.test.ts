import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { plannedVote, votePath } from '#web/paths/nodePath.ts';

const readBack = (path: string) => plannedVote(new URLSearchParams(path.split('?')[1]));

it('carries the amount of a planned vote to the page of its node', () => {
  expect(votePath(3n, parseEther('5000'))).toBe('/nodes/3?vote=5000');
  expect(readBack(votePath(3n, 1n))).toBe('0.000000000000000001');
  expect(votePath(3n, undefined)).toBe('/nodes/3');
});

it.each(['', '-1', '1e9', '<b>', '1234567890123'])('takes no amount from “%s”', (text) => {
  expect(plannedVote(new URLSearchParams({ vote: text }))).toBeUndefined();
});
