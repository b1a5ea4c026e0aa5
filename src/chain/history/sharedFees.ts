import { type Address, encodeEventTopics, type Hex, numberToHex, parseEventLogs } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readBlockAt } from '#chain/history/blockAt.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { readMany } from '#chain/rpc/readMany.ts';

/** A block so much older will do, in seconds. */
const TOLERANCE_S = 600n;
const REWARDED = encodeEventTopics({ abi: stakingAbi, eventName: 'Rewarded' })[0] as Hex;

/**
 * The fees that a node's pool got since a moment, or since the chain began, the oldest first.
 * @param asked `since` in Unix seconds
 * @returns amounts in wei of CAI, without what was burnt of them, and Unix seconds; undefined where the
 * chain's node does not show events that old
 * @throws ChainError as `chainErrorOf`
 * @example const fees = await readSharedFees(client, staking, { nodeId: 7n, since: now - 86_400 });
 */
export async function readSharedFees(
  client: ReadClient,
  staking: Address,
  { nodeId, since }: { nodeId: bigint; since: number },
): Promise<{ amount: bigint; at: number }[] | undefined> {
  const from = (await readBlockAt(client, BigInt(since), { tolerance: TOLERANCE_S })) ?? 0n;
  const topics = [REWARDED, numberToHex(nodeId, { size: 32 })];
  const past = await readPastLogs(client, { address: staking, topics }, { from });
  if (past.since > from) return undefined;
  const rewards = parseEventLogs({ abi: stakingAbi, eventName: 'Rewarded', logs: past.logs });
  const blocks = [...new Set(rewards.map(({ blockNumber }) => blockNumber))];
  const mined = await readMany(blocks, (blockNumber) => client.getBlock({ blockNumber }));
  const times = new Map(mined.map(({ number, timestamp }) => [number, Number(timestamp)]));
  return rewards.map(({ args, blockNumber }) => ({ amount: args.amount, at: times.get(blockNumber) ?? 0 }));
}
