import { expect, it } from 'vitest';
import { epochOf } from '#protocol/draw/epoch.ts';

const RULES = { blocks: 30, confirmations: 5, assignmentSeconds: 1_200 };

it.each([
  ['the first block until another one has settled', 0, 0],
  ['the first block until another one has settled', 34, 0],
  ['a block once it has its confirmations', 35, 30],
  ['the same block for a whole epoch', 64, 30],
  ['the next one after that', 65, 60],
])('is %s: head %i gives %i', (_name, head, epoch) => {
  expect(epochOf(head, RULES)).toBe(epoch);
});

it('is the head itself where every block is an epoch and none needs to settle', () => {
  expect(epochOf(77, { ...RULES, blocks: 1, confirmations: 0 })).toBe(77);
});
