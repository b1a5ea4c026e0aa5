import { expect, it } from 'vitest';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { OperatorWallet } from '#coordinator/settlement/operatorWallet.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const config = {
  ...{ name: 'test', chainId: 1, rpcUrl: 'http://127.0.0.1:1', devnet: true },
} as unknown as NetworkConfig;

const walletOf = (counts: Record<string, number> = {}) =>
  new OperatorWallet(
    config,
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
