import { expect, it } from 'vitest';
import { topUpFor } from '#web/staking/topUpFor.ts';

it('takes only what idle stake lacks from the wallet', () => {
  expect(topUpFor(5n, 2n)).toBe(3n);
  expect(topUpFor(5n, 9n)).toBe(0n);
});
