import { expect, it } from 'vitest';
import { mayReplace } from '#web/mine/key/LossGuard.tsx';

const key = (payable: bigint, unfunded = 0n) => ({ known: 'yes' as const, payable, unfunded });

it.each([
  ['that holds nothing', key(0n), false, true],
  ['with a wei to redeem', key(1n), false, false],
  ['with a wei that is not funded', key(0n, 1n), false, false],
  ['whose pay was given up', key(1n), true, true],
  ['that is not read yet', { known: 'reading' as const }, true, false],
  ['that cannot be read', { known: 'no' as const }, false, false],
  ['that cannot be read and was given up', { known: 'no' as const }, true, true],
])('a key %s may be replaced: given up %s, %s', (_, loss, typed, may) => {
  expect(mayReplace(loss, typed)).toBe(may);
});
