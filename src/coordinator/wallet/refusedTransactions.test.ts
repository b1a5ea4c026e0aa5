import { BaseError } from 'viem';
import { expect, it } from 'vitest';
import type { ReadClient } from '#chain/networkConfig.ts';
import { MemoryOutgoing } from '#coordinator/testing/memoryOutgoing.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const ESTIMATE = 12_577_193n;
const GWEI = 10n ** 9n;

/** Words of Base and of go-ethereum for EIP-7825. The wallet would wait for its block for ever. */
it.each([
  'exceeds maximum per-transaction gas limit: transaction gas 20123508, limit 16777216',
  'transaction gas limit too high (cap: 16777216, tx: 20123508)',
  'exceeds block gas limit',
  'gas limit too high',
  'oversized data: transaction size 140000, limit 131072',
  'max initcode size exceeded',
  'transaction type not supported',
  'sender not an eoa',
])('a transaction that the chain refuses with “%s” does not stop the wallet', async (details) => {
  const refuse = () => Promise.reject(new BaseError('RPC request failed.', { details }));
  const client = {
    chain: { id: 31_337 },
    pollingInterval: 1,
    getTransactionCount: async () => 0,
    estimateGas: async () => ESTIMATE,
    estimateFeesPerGas: async () => ({ maxFeePerGas: GWEI, maxPriorityFeePerGas: 1n }),
    sendRawTransaction: refuse,
  } as unknown as ReadClient;
  const store = new MemoryOutgoing();
  const walletOf = () => testWallet(client, accountOf('operator'), { store });
  const wallet = walletOf();
  const call = { to: `0x${'12'.repeat(20)}`, data: '0x' } as const;
  await expect(wallet.inTurn((send) => send(call, 0))).rejects.toMatchObject({
    code: 'NOT_TAKEN',
    cause: { details },
  });
  expect(store.kept).toBeUndefined();
  expect(await wallet.hasPending()).toBe(false);
  expect(await walletOf().hasPending()).toBe(false);
});
