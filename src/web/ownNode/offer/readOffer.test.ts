import { type Address, encodeErrorResult, encodeEventTopics, type Hex, numberToHex, zeroAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { Network } from '#web/network/networkContext.ts';
import { acceptanceOf, bondToAccept, readOffer } from '#web/ownNode/offer/readOffer.ts';

const STAKING: Address = '0x0000000000000000000000000000000000000010';
const [ONE, OTHER]: Address[] = [
  '0x0000000000000000000000000000000000000011',
  '0x0000000000000000000000000000000000000012',
];

const logOf = (topics: unknown) => ({
  ...{ address: STAKING, blockNumber: numberToHex(5), transactionHash: `0x${'77'.repeat(32)}` },
  ...{ data: '0x', topics },
});
const offered = (to: Address) =>
  logOf(encodeEventTopics({ abi: stakingAbi, eventName: 'NodeOffered', args: { nodeId: 3n, to } }));
const transferred = logOf(
  encodeEventTopics({
    abi: stakingAbi,
    eventName: 'NodeTransferred',
    args: { nodeId: 3n, previous: ONE!, owner: OTHER! },
  }),
);

const networkWith = (logs: object[], head = 9n) =>
  ({
    config: { contracts: { staking: STAKING } },
    client: { getBlock: async () => ({ number: head }), request: async () => logs },
  }) as unknown as Network;

describe('readOffer', () => {
  it.each([
    ['a node that was never offered', [], { state: 'none' }],
    ['one that is offered', [offered(ONE!), offered(OTHER!)], { state: 'offered', to: OTHER }],
    ['one whose offer was taken back', [offered(ONE!), offered(zeroAddress)], { state: 'none' }],
    ['one that was accepted', [offered(OTHER!), transferred], { state: 'none' }],
    ['one that is offered again', [transferred, offered(ONE!)], { state: 'offered', to: ONE }],
  ])('of %s', async (_, logs, offer) => {
    expect(await readOffer(networkWith(logs), 3n)).toEqual(offer);
  });

  it('does not know what happened before the blocks that it looks at', async () => {
    expect(await readOffer(networkWith([], 799_999n), 3n)).toEqual({ state: 'none' });
    expect(await readOffer(networkWith([], 800_000n), 3n)).toEqual({ state: 'unknown' });
  });
});

it('tells a wallet that has too few votes from one that was offered nothing', () => {
  const revert = (errorName: 'BondBelowMinimum' | 'NotOffered', args: readonly unknown[]): Hex =>
    encodeErrorResult({ abi: stakingAbi, errorName, args: args as never });
  expect(acceptanceOf(revert('BondBelowMinimum', [1n, 2n]))).toBe('short');
  expect(acceptanceOf(revert('NotOffered', [3n, ONE]))).toBe('not-offered');
  expect(acceptanceOf('0x12345678')).toBe('not-offered');
});

it.each([
  [20n, 0n, 20n],
  [19n, 1n, 20n],
  [20n, 1n, 21n],
])('a bond of %d and %d on its way out take %d votes', (bond, leaving, votes) => {
  expect(bondToAccept(20n, { bond, leaving })).toBe(votes);
});
