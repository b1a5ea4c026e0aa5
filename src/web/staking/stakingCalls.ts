import { type Address, encodeFunctionData, type Hex, maxUint256, zeroAddress } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';

/** Encoded calls to the staking contract, for a wallet to send. Amounts are in wei of CAI. */

const call = encodeFunctionData<typeof stakingAbi>;
const abi = stakingAbi;

/** An amount on its way out. All of it is the contract's number for all: a slash changes the wei. */
const leaving = (amount: bigint, held: bigint): bigint => (amount === held ? maxUint256 : amount);

export const voteCall = (nodeId: bigint, amount: bigint): Hex =>
  call({ abi, functionName: 'vote', args: [nodeId, amount] });

/** @param held what the wallet has in the node */
export const unvoteCall = (nodeId: bigint, amount: bigint, held: bigint): Hex =>
  call({ abi, functionName: 'unvote', args: [nodeId, leaving(amount, held)] });

/** @param held what the wallet has in the node that the votes leave */
export const moveVoteCall = (move: { from: bigint; to: bigint; amount: bigint; held: bigint }): Hex =>
  call({ abi, functionName: 'moveVote', args: [move.from, move.to, leaving(move.amount, move.held)] });

export const claimCall = (pools: readonly bigint[], to: Address): Hex =>
  call({ abi, functionName: 'claim', args: [pools, to] });

/** @param target a node to vote for; the idle pool's id for idle stake */
export const compoundCall = (pools: readonly bigint[], target: bigint): Hex =>
  call({ abi, functionName: 'compound', args: [pools, target] });

export const withdrawCall = (exitId: bigint, to: Address): Hex =>
  call({ abi, functionName: 'withdraw', args: [exitId, to] });

/** Ends an exit as idle stake, or as votes for its target. */
export const restakeCall = (exitId: bigint): Hex => call({ abi, functionName: 'restake', args: [exitId] });

/** Puts an exit back into the node that it left. */
export const rebondCall = (exitId: bigint): Hex => call({ abi, functionName: 'rebond', args: [exitId] });

export const updateInfoCall = (nodeId: bigint, info: string): Hex =>
  call({ abi, functionName: 'updateInfo', args: [nodeId, info] });

export const setCommissionCall = (nodeId: bigint, basisPoints: number): Hex =>
  call({ abi, functionName: 'setCommission', args: [nodeId, basisPoints] });

export const applyCommissionCall = (nodeId: bigint): Hex =>
  call({ abi, functionName: 'applyCommission', args: [nodeId] });

export const unjailCall = (nodeId: bigint): Hex => call({ abi, functionName: 'unjail', args: [nodeId] });

/** @param to undefined takes the offer back */
export const offerNodeCall = (nodeId: bigint, to: Address | undefined): Hex =>
  call({ abi, functionName: 'offerNode', args: [nodeId, to ?? zeroAddress] });

export const acceptNodeCall = (nodeId: bigint): Hex =>
  call({ abi, functionName: 'acceptNode', args: [nodeId] });

export const retireCall = (nodeId: bigint): Hex => call({ abi, functionName: 'retire', args: [nodeId] });

/** All of these in one transaction, or none. */
export const togetherCall = (calls: readonly Hex[]): Hex =>
  calls.length === 1 ? calls[0]! : call({ abi, functionName: 'multicall', args: [calls] });
