import { encodeAbiParameters, encodeEventTopics, numberToHex, RpcRequestError, zeroAddress } from 'viem';
import { expect, it } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readSharedFees } from '#chain/history/sharedFees.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const STAKING = '0x00000000000000000000000000000000000000a9';
const HASH = `0x${'e'.repeat(64)}` as const;
const rewarded = (block: bigint, amount: bigint) => ({
  ...{ address: STAKING, blockNumber: numberToHex(block), transactionHash: HASH, blockHash: HASH },
  ...{ logIndex: '0x0', transactionIndex: '0x0', removed: false },
  topics: encodeEventTopics({
    ...{ abi: stakingAbi, eventName: 'Rewarded', args: { nodeId: 3n, by: zeroAddress } },
  } as never),
  data: encodeAbiParameters([{ type: 'uint256' }], [amount]),
});

/** A chain with a block every 1,000 s that shows events from `oldest` on. */
const chainOf = (logs: ReturnType<typeof rewarded>[], head = 10n, oldest = 0n) =>
  ({
    getBlock: async ({ blockNumber = head } = {}) => ({
      ...{ number: blockNumber, timestamp: blockNumber * 1_000n },
    }),
    request: async ({ params: [{ fromBlock }] }: { params: [{ fromBlock: string }] }) => {
      if (BigInt(fromBlock) < oldest)
        throw new RpcRequestError({
          body: {},
          url: 'http://c.test',
          error: { code: -32_602, message: 'no' },
        });
      return logs.filter(({ blockNumber }) => BigInt(blockNumber) >= BigInt(fromBlock));
    },
  }) as unknown as ReadClient;

it('reads the fees of a pool with their times', async () => {
  const client = chainOf([rewarded(2n, 5n), rewarded(7n, 9n)]);
  expect(await readSharedFees(client, STAKING, { nodeId: 3n, since: 0 })).toEqual([
    { amount: 5n, at: 2_000 },
    { amount: 9n, at: 7_000 },
  ]);
  expect(await readSharedFees(client, STAKING, { nodeId: 3n, since: 6_000 })).toHaveLength(1);
});

it('tells nothing where the chain’s node shows no events so old', async () => {
  expect(
    await readSharedFees(chainOf([], 5_000n, 3_000n), STAKING, { nodeId: 3n, since: 2_000 }),
  ).toBeUndefined();
});
