import { type Address, encodeEventTopics, type Hex, numberToHex, parseEventLogs } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { readMany } from '#chain/rpc/readMany.ts';

/** Voters whose stake is read, those who voted last: each takes a request. */
const MOST_VOTERS = 50;

const VOTED = encodeEventTopics({ abi: stakingAbi, eventName: 'Voted' })[0]! as Hex;

/** Who has stake in a node, its owner among them. */
export interface Voters {
  /** The largest first, in wei of CAI. */
  voters: { address: Address; stake: bigint }[];
  /** How many more have voted for it. */
  left: number;
  /** The oldest block that was looked at: 0 for all. */
  since: bigint;
}

/**
 * A node's voters with what they have in it now, as far back as the chain's node shows their votes.
 * @throws ChainError as `chainErrorOf`
 * @example const { voters } = await readVoters(client, config.contracts.staking, 7n);
 */
export async function readVoters(client: ReadClient, staking: Address, nodeId: bigint): Promise<Voters> {
  const topics = [VOTED, null, numberToHex(nodeId, { size: 32 })];
  const { logs, since } = await readPastLogs(client, { address: staking, topics });
  const voted = parseEventLogs({ abi: stakingAbi, eventName: 'Voted', logs }).reverse();
  const users = [...new Set(voted.map(({ args }) => args.user))];
  const stakes = await readMany(users.slice(0, MOST_VOTERS), async (address) => {
    const call = { abi: stakingAbi, address: staking, functionName: 'votesOf' } as const;
    return { address, stake: await client.readContract({ ...call, args: [address, nodeId] }) };
  });
  const voters = stakes.filter(({ stake }) => stake > 0n);
  return {
    voters: voters.sort((a, b) => (a.stake === b.stake ? 0 : a.stake > b.stake ? -1 : 1)),
    left: users.length - stakes.length,
    since,
  };
}
