import { encodeFunctionData, type Hex } from 'viem';
import { expect, it } from 'vitest';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import {
  claimCall,
  moveVoteCall,
  retireCall,
  togetherCall,
  unvoteCall,
  voteCall,
} from '#web/staking/stakingCalls.ts';
import { summaryOf } from '#web/transaction/log/callSummary.ts';
import { ACCOUNT, TO } from '#web/transaction/testing/fakeChain.ts';

const DISPUTES = '0x5555555555555555555555555555555555555555';
const stake = (wei: bigint) => encodeFunctionData({ abi: stakingAbi, functionName: 'stake', args: [wei] });
const permitted = encodeFunctionData({
  ...{ abi: stakingAbi, functionName: 'stakeWithPermit' },
  args: [9n, 1n, 27, `0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`],
});
const summaryOfData = (data: Hex, cai?: bigint) => summaryOf([{ to: TO, data, cai }], { disputes: DISPUTES });

it.each([
  ['a stake', stake(7n), { action: 'stake', wei: '7', node: null }],
  ['a stake that a signature allows', permitted, { action: 'stake', wei: '9', node: null }],
  ['a vote', voteCall(3n, 5n), { action: 'vote', wei: '5', node: '3' }],
  [
    'a vote with a stake before it',
    togetherCall([permitted, voteCall(3n, 5n)]),
    { action: 'vote', wei: '5' },
  ],
  ['a move', moveVoteCall({ from: 3n, to: 4n, amount: 5n, held: 6n }), { action: 'moveVote', node: '4' }],
  ['the end of a node', retireCall(3n), { action: 'retire', wei: null, node: '3' }],
  ['what it does not know', '0x01020304' as Hex, { action: 'other', wei: null }],
  ['no data', '0x' as Hex, { action: 'other', wei: null }],
])('reads %s', (_, data, summary) => {
  expect(summaryOfData(data)).toMatchObject(summary);
});

it('takes the amount that the page names where the data name none', () => {
  expect(summaryOfData(unvoteCall(3n, 8n, 8n))).toEqual({ action: 'unvote', wei: null, node: '3' });
  expect(summaryOfData(unvoteCall(3n, 8n, 8n), 8n)).toEqual({ action: 'unvote', wei: '8', node: '3' });
  expect(summaryOfData(claimCall([0n], ACCOUNT), 6n)).toEqual({ action: 'claim', wei: '6', node: null });
});

it('names calls that go as one by the last of them', () => {
  const approve = encodeFunctionData({ abi: caiAbi, functionName: 'approve', args: [TO, 5n] });
  const calls = [approve, stake(5n)].map((data) => ({ to: TO, data }) as const);
  expect(summaryOf(calls, { disputes: DISPUTES }).action).toBe('stake');
  expect(summaryOf(calls.slice(0, 1), { disputes: DISPUTES })).toMatchObject({ action: 'approve', wei: '5' });
  expect(summaryOf([{ to: DISPUTES, data: '0x01020304' }], { disputes: DISPUTES }).action).toBe('report');
});
