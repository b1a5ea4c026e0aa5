import { type Address, encodeEventTopics, type Hex, numberToHex, pad } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import { type Penalty, readPenalties } from '#chain/history/penalties.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { readMany } from '#chain/rpc/readMany.ts';

type Contracts = Pick<NetworkConfig['contracts'], 'staking' | 'slasher' | 'disputes' | 'juries'>;

const VOTED = encodeEventTopics({ abi: stakingAbi, eventName: 'Voted' })[0] as Hex;

/** A slash of a node in which a wallet had stake. */
export interface OwnSlash {
  penalty: Penalty;
  /** Unix seconds. */
  at: number;
  /** What the wallet lost, in wei of CAI; undefined where the chain's node keeps no state that old. */
  lost: bigint | undefined;
  /** The guardian gave something back to those who lost it, later. */
  isGivenBack: boolean;
}

interface Asked {
  user: Address;
  nodeIds: readonly bigint[];
}

/**
 * Slashes, the newest first, that took stake of a wallet: votes, bond, and what was on its way out. Without
 * the state of old blocks, those since the wallet first voted for the node.
 * @throws ChainError as `chainErrorOf`, or viem's errors
 * @example const slashes = await readOwnSlashes(client, config.contracts, { user, nodeIds: [7n] });
 */
export async function readOwnSlashes(
  client: ReadClient,
  contracts: Contracts,
  { user, nodeIds }: Asked,
): Promise<OwnSlash[]> {
  const { penalties, givenBack } = await readPenalties(client, contracts);
  const slashes = penalties.filter(({ nodeId, kind }) => kind === 'conviction' && nodeIds.includes(nodeId));
  const own = await readMany(slashes.reverse(), async (penalty): Promise<OwnSlash[]> => {
    const { nodeId, block } = penalty;
    const loss = await readLoss(client, contracts.staking, { user, penalty });
    if (loss === 'none') return [];
    const { timestamp } = await client.getBlock({ blockNumber: block });
    const isGivenBack = givenBack.some((each) => each.nodeId === nodeId && each.block >= block);
    const lost = loss === 'unknown' ? undefined : loss;
    return [{ penalty, at: Number(timestamp), lost, isGivenBack }];
  });
  return own.flat();
}

async function readLoss(
  client: ReadClient,
  staking: Address,
  { user, penalty: { nodeId, block } }: { user: Address; penalty: Penalty },
): Promise<bigint | 'none' | 'unknown'> {
  const contract = { abi: stakingAbi, address: staking, args: [user, nodeId] } as const;
  const heldAt = async (blockNumber: bigint) => {
    const [votes, leaving] = await Promise.all([
      client.readContract({ ...contract, functionName: 'votesOf', blockNumber }),
      client.readContract({ ...contract, functionName: 'leavingOf', blockNumber }),
    ]);
    return votes + leaving;
  };
  try {
    const [before, after] = await Promise.all([heldAt(block - 1n), heldAt(block)]);
    if (before === 0n) return 'none';
    return after < before ? before - after : 'unknown';
  } catch (error) {
    console.debug('no state of block', block, error);
    const topics = [VOTED, pad(user), numberToHex(nodeId, { size: 32 })];
    const { logs } = await readPastLogs(client, { address: staking, topics }, { to: block });
    return logs.length === 0 ? 'none' : 'unknown';
  }
}
