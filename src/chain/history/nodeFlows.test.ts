import { encodeAbiParameters, encodeEventTopics, type Hex, numberToHex, RpcRequestError } from 'viem';
import { expect, it } from 'vitest';
import { slasherAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { readNodeFlows } from '#chain/history/nodeFlows.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const CONTRACTS = {
  staking: '0x00000000000000000000000000000000000000a9',
  slasher: '0x00000000000000000000000000000000000000aa',
  juries: '0x00000000000000000000000000000000000000ab',
  disputes: '0x00000000000000000000000000000000000000ac',
} as const;
const HASH = `0x${'e'.repeat(64)}` as const;
const PAYER = CONTRACTS.disputes;

function logOf(address: Hex, block: bigint, topics: unknown, amounts: bigint[]) {
  const data = encodeAbiParameters(
    amounts.map(() => ({ type: 'uint256' })),
    amounts,
  );
  return {
    ...{ address, topics, data, blockNumber: numberToHex(block), transactionHash: HASH, blockHash: HASH },
    ...{ logIndex: '0x0', transactionIndex: '0x0', removed: false },
  };
}
const rewarded = (block: bigint, nodeId: bigint, amount: bigint) =>
  logOf(
    CONTRACTS.staking,
    block,
    encodeEventTopics({ abi: stakingAbi, eventName: 'Rewarded', args: { nodeId, by: PAYER } }),
    [amount],
  );
const punished = (block: bigint, nodeId: bigint, taken: bigint) =>
  logOf(
    CONTRACTS.slasher,
    block,
    encodeEventTopics({
      ...{ abi: slasherAbi, eventName: 'Punished' },
      args: { nodeId, court: CONTRACTS.juries, evidence: HASH },
    } as never),
    [taken, 0n],
  );

const pruned = () =>
  new RpcRequestError({ body: {}, url: 'http://c.test', error: { code: -32_602, message: 'pruned' } });

/** A chain with a block every 1,000 s, block 0 at 0 s. It shows events from `oldest` on. */
function chainOf(logs: ReturnType<typeof logOf>[], head = 10n, oldest = 0n): ReadClient {
  return {
    getBlock: async ({ blockNumber = head } = {}) => ({
      number: blockNumber,
      timestamp: blockNumber * 1_000n,
    }),
    request: async ({ params: [{ address, fromBlock, toBlock }] }: { params: [Record<string, string>] }) => {
      if (BigInt(fromBlock!) < oldest) throw pruned();
      return logs.filter(
        (log) =>
          log.address === address &&
          BigInt(log.blockNumber) >= BigInt(fromBlock!) &&
          BigInt(log.blockNumber) <= BigInt(toBlock!),
      );
    },
  } as unknown as ReadClient;
}

it('adds up the fees and losses of each node since then, and nothing older', async () => {
  const client = chainOf([
    ...[rewarded(4n, 3n, 100n), rewarded(5n, 3n, 7n), rewarded(9n, 3n, 2n), rewarded(9n, 4n, 5n)],
    ...[punished(4n, 3n, 1_000n), punished(6n, 3n, 30n)],
  ]);
  const flows = await readNodeFlows(client, CONTRACTS, { since: 5_000 });
  expect(flows).toEqual(
    new Map([
      [3n, { fees: 9n, lost: 30n }],
      [4n, { fees: 5n, lost: 0n }],
    ]),
  );
});

it('counts a younger chain from its beginning', async () => {
  const flows = await readNodeFlows(chainOf([rewarded(0n, 3n, 100n)]), CONTRACTS, { since: -5_000 });
  expect(flows?.get(3n)).toEqual({ fees: 100n, lost: 0n });
});

it('is not known where the chain’s node shows nothing so old', async () => {
  const client = chainOf([rewarded(4_900n, 3n, 100n)], 5_000n, 3_000n);
  expect(await readNodeFlows(client, CONTRACTS, { since: 5_000 })).toBeUndefined();
});
