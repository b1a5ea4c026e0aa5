import { type Address, BaseError, ContractFunctionZeroDataError } from 'viem';
import { type Emission, readEmission } from '#chain/emission.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readBlockAt } from '#chain/history/blockAt.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { type RosterNode, toRosterNode } from '#chain/roster.ts';
import { readMany } from '#chain/rpc/readMany.ts';

/** What a node's voters earned by, at some moment. */
export interface PastEarning {
  /** Unix seconds. */
  at: number;
  emission: Emission;
  node: RosterNode;
}

/** A block so much older tells the same, in seconds: stake moves in days. */
const TOLERANCE_S = 600n;

/**
 * The emission and a node at past moments. The chain's node must keep the state of blocks that old.
 * @param times Unix seconds
 * @returns undefined where the node, or the chain, was not there yet at one of them
 * @throws ChainError, or viem's errors of the node, where it has no such state
 * @example const week = await readPastEarnings(client, staking, { nodeId: 7n, times: [now - 86_400, now] });
 */
export async function readPastEarnings(
  client: Pick<ReadClient, 'getBlock' | 'readContract'>,
  staking: Address,
  { nodeId, times }: { nodeId: bigint; times: readonly number[] },
): Promise<PastEarning[] | undefined> {
  const earnings = await readMany(times, async (at) => {
    const blockNumber = await readBlockAt(client, BigInt(at), { tolerance: TOLERANCE_S });
    if (blockNumber === undefined) return undefined;
    const node = await readNodeThen(client, staking, { nodeId, blockNumber });
    if (node === undefined) return undefined;
    return { at, node, emission: await readEmission(client, staking, { blockNumber }) };
  });
  return earnings.every((each) => each !== undefined) ? earnings : undefined;
}

async function readNodeThen(
  client: Pick<ReadClient, 'readContract'>,
  staking: Address,
  { nodeId, blockNumber }: { nodeId: bigint; blockNumber: bigint },
): Promise<RosterNode | undefined> {
  const call = { abi: stakingAbi, address: staking, functionName: 'node', args: [nodeId] } as const;
  try {
    const node = await client.readContract({ ...call, blockNumber });
    return node.id === 0n ? undefined : toRosterNode(node);
  } catch (error) {
    // Where the contract itself was not there yet, nothing answers.
    const nothing = (one: unknown) => one instanceof ContractFunctionZeroDataError;
    if (error instanceof BaseError && error.walk(nothing) !== null) return undefined;
    throw error;
  }
}
