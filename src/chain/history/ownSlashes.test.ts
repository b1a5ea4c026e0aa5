import { encodeAbiParameters, encodeEventTopics, type Hex, numberToHex } from 'viem';
import { expect, it } from 'vitest';
import { slasherAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { readOwnSlashes } from '#chain/history/ownSlashes.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const CONTRACTS = {
  staking: '0x00000000000000000000000000000000000000a9',
  slasher: '0x00000000000000000000000000000000000000aa',
  juries: '0x00000000000000000000000000000000000000ab',
  disputes: '0x00000000000000000000000000000000000000ac',
} as const;
const USER = '0x00000000000000000000000000000000000000b1';
const HASH = `0x${'e'.repeat(64)}` as const;
const SLASHED_IN = 5;

const logOf = (address: Hex, block: number, logIndex: number, topics: unknown, amounts: bigint[]) => ({
  ...{ address, topics, blockNumber: numberToHex(block), transactionHash: HASH, blockHash: HASH },
  ...{ logIndex: numberToHex(logIndex), transactionIndex: '0x0', removed: false },
  data: encodeAbiParameters(
    amounts.map(() => ({ type: 'uint256' })),
    amounts,
  ),
});
const [punished, held] = (['Punished', 'Held'] as const).map((eventName) =>
  encodeEventTopics({
    ...{ abi: slasherAbi, eventName },
    args: { nodeId: 3n, court: CONTRACTS.juries, evidence: HASH },
  } as never),
);
const SLASH = [
  logOf(CONTRACTS.slasher, SLASHED_IN, 0, punished, [500n, 0n]),
  logOf(CONTRACTS.slasher, SLASHED_IN, 1, held, [500n, 0n]),
];
const VOTED = logOf(
  ...([CONTRACTS.staking, 2, 0] as const),
  encodeEventTopics({ abi: stakingAbi, eventName: 'Voted', args: { user: USER, nodeId: 3n } }),
  [100n],
);

/** A chain that keeps what a wallet had by block, or no old state, and tells whether it had voted. */
function chainOf(votes: Record<number, bigint> | 'pruned', voted = true): ReadClient {
  return {
    getBlock: async ({ blockNumber = 9n } = {}) => ({ number: blockNumber, timestamp: blockNumber * 1_000n }),
    request: async ({ params: [{ address }] }: { params: [{ address: string }] }) =>
      address === CONTRACTS.slasher ? SLASH : voted ? [VOTED] : [],
    readContract: async (call: { functionName: string; blockNumber: bigint }) => {
      if (votes === 'pruned') throw new Error('missing trie node');
      return call.functionName === 'votesOf' ? (votes[Number(call.blockNumber)] ?? 0n) : 10n;
    },
  } as unknown as ReadClient;
}
const slashesOf = (client: ReadClient, nodeIds = [3n]) =>
  readOwnSlashes(client, CONTRACTS, { user: USER, nodeIds });

it('tells what a slash took of a wallet’s stake, and when', async () => {
  expect(await slashesOf(chainOf({ 4: 100n, 5: 80n }))).toEqual([
    expect.objectContaining({ at: 5_000, lost: 20n, isGivenBack: false }),
  ]);
});

it('leaves out slashes of nodes that were not asked for', async () => {
  expect(await slashesOf(chainOf({ 4: 100n, 5: 80n }), [4n])).toEqual([]);
});

it('names no amount where the chain’s node keeps no state so old, and only who had voted', async () => {
  expect(await slashesOf(chainOf('pruned'))).toEqual([expect.objectContaining({ lost: undefined })]);
  expect(await slashesOf(chainOf('pruned', false))).toEqual([]);
});

it('leaves out slashes of a time when the wallet had nothing there', async () => {
  const nothing = chainOf({});
  Object.assign(nothing, { readContract: async () => 0n });
  expect(await slashesOf(nothing)).toEqual([]);
});
