import { decodeFunctionData, maxUint256, zeroAddress } from 'viem';
import { expect, it } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import {
  moveVoteCall,
  offerNodeCall,
  retireCall,
  togetherCall,
  unvoteCall,
} from '#web/staking/stakingCalls.ts';

const decoded = (data: `0x${string}`) => decodeFunctionData({ abi: stakingAbi, data });

it.each([
  ['a wei less than all', 99n, 99n],
  ['all', 100n, maxUint256],
])('takes %s out of a node as the contract counts it', (_, amount, sent) => {
  expect(decoded(unvoteCall(3n, amount, 100n))).toEqual({ functionName: 'unvote', args: [3n, sent] });
  const move = { from: 3n, to: 4n, amount, held: 100n };
  expect(decoded(moveVoteCall(move))).toEqual({ functionName: 'moveVote', args: [3n, 4n, sent] });
});

it('takes an offer back by offering the node to nobody', () => {
  expect(decoded(offerNodeCall(3n, undefined)).args).toEqual([3n, zeroAddress]);
});

it('puts several calls into one, and leaves a single one as it is', () => {
  const calls = [retireCall(3n), unvoteCall(3n, 1n, 1n)];
  expect(decoded(togetherCall(calls))).toEqual({ functionName: 'multicall', args: [calls] });
  expect(togetherCall([calls[0]!])).toBe(calls[0]);
});
