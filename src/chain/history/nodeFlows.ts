import { encodeEventTopics, type Hex, numberToHex, parseEventLogs } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readBlockAt } from '#chain/history/blockAt.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import { readPenalties } from '#chain/history/penalties.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';

/** What came to a node's stake besides the emission, and what was taken from it. Wei of CAI. */
export interface NodeFlows {
  /** Fees of tasks that its voters and its bond shared, by stake, without commission. */
  fees: bigint;
  /** Slashes and fines, of owner and voters together, less what was given back. */
  lost: bigint;
}

type Contracts = Pick<NetworkConfig['contracts'], 'staking' | 'slasher' | 'disputes' | 'juries'>;

/** A block so much older will do, in seconds: spans are of days. */
const TOLERANCE_S = 600n;
const REWARDED = encodeEventTopics({ abi: stakingAbi, eventName: 'Rewarded' })[0] as Hex;

/**
 * Fees and losses of nodes since a moment, or since the chain began, by node id. A node without either has no
 * entry.
 * @param asked `since` in Unix seconds; `nodeId` of one node, of all if it is undefined
 * @returns undefined where the chain's node does not show events that old
 * @throws ChainError as `chainErrorOf`
 * @example const flows = await readNodeFlows(client, config.contracts, { since: now - 30 * 86_400 });
 */
export async function readNodeFlows(
  client: ReadClient,
  contracts: Contracts,
  { since, nodeId }: { since: number; nodeId?: bigint },
): Promise<Map<bigint, NodeFlows> | undefined> {
  const from = (await readBlockAt(client, BigInt(since), { tolerance: TOLERANCE_S })) ?? 0n;
  const node = nodeId === undefined ? null : numberToHex(nodeId, { size: 32 });
  const [rewards, punished] = await Promise.all([
    readPastLogs(client, { address: contracts.staking, topics: [REWARDED, node] }, { from }),
    readPenalties(client, contracts, nodeId),
  ]);
  if (rewards.since > from || punished.since > from) return undefined;
  const flows = new Map<bigint, NodeFlows>();
  const add = (id: bigint, fees: bigint, lost: bigint) => {
    const before = flows.get(id) ?? { fees: 0n, lost: 0n };
    flows.set(id, { fees: before.fees + fees, lost: before.lost + lost });
  };
  for (const { args } of parseEventLogs({ abi: stakingAbi, eventName: 'Rewarded', logs: rewards.logs }))
    add(args.nodeId, args.amount, 0n);
  for (const each of punished.penalties) if (each.block >= from) add(each.nodeId, 0n, each.taken);
  for (const each of punished.givenBack) if (each.block >= from) add(each.nodeId, 0n, -each.amount);
  return flows;
}
