import { expect, it } from 'vitest';
import type { ReadClient } from '#chain/networkConfig.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { accountOf } from '#coordinator/testing/world.ts';

/** With a chain that only counts; src/devnet/chain/operatorWallet.test.ts has a real one. */
const walletOf = (counts: Record<string, number> = {}) =>
  testWallet(
    {
      getTransactionCount: async ({ blockTag }: { blockTag: string }) => counts[blockTag],
    } as unknown as ReadClient,
    accountOf('operator'),
  );

it('OperatorWallet works one after the other, and goes on after a failure', async () => {
  const wallet = walletOf();
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} begins`);
    await new Promise(setImmediate);
    steps.push(`${name} ends`);
    if (name === 'a') throw new Error('a failed');
    return name;
  };
  const done = await Promise.allSettled([wallet.inTurn(work('a')), wallet.inTurn(work('b'))]);
  expect(done).toMatchObject([{ reason: new Error('a failed') }, { value: 'b' }]);
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(await wallet.inTurn(async () => 'c')).toBe('c');
});

it.each([
  [3, 3, false],
  [3, 4, true],
  // Another node may be a block behind.
  [4, 3, false],
])('OperatorWallet.hasPending of %s mined and %s sent is %s', async (latest, pending, isPending) => {
  expect(await walletOf({ latest, pending }).hasPending()).toBe(isPending);
});
