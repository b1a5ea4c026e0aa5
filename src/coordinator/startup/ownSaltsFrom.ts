import type { Address } from 'viem';
import { disputesAbi, stakingAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { readNodeId } from '#chain/standing.ts';

/**
 * Books that are opened within this time of the node's registration, in s, are its first: its operator starts
 * the coordinator for the first time.
 */
export const FIRST_START_S = 3_600;

/**
 * From when on a coordinator knows every task of its node that is still evidence, in ms since 1970. A node
 * that was there before its books may have drawn tasks with another key, or with books that are lost, until
 * those draws are too old to be reported.
 * @param openedAtMs when the books were opened; 0 for those of a version that did not note it
 * @throws viem's errors
 * @example const fromMs = await readOwnSaltsFrom(client, config.contracts, operator, openedAtMs);
 */
export async function readOwnSaltsFrom(
  client: ReadClient,
  { staking, disputes }: Pick<NetworkConfig['contracts'], 'staking' | 'disputes'>,
  operator: Address,
  openedAtMs: number,
): Promise<number> {
  if (openedAtMs === 0) return 0;
  const contract = { abi: stakingAbi, address: staking } as const;
  const nodeId = await readNodeId(client, staking, operator);
  const [owner, , , ownedSince] = await client.readContract({
    ...{ ...contract, functionName: 'identityOf', args: [nodeId] },
  } as const);
  // Of its weight nothing would be known while it is in jail, which is when an owner replaces a key.
  const [since, [, , , evidenceSeconds]] = await Promise.all([
    client.readContract({ ...contract, functionName: 'exposedSince', args: [owner, nodeId] }),
    client.readContract({ abi: disputesAbi, address: disputes, functionName: 'faults' }),
  ]);
  // Stake that leaves is exposed for longer than evidence counts: without any, no draw can be reported.
  const isFirst = ownedSince === 0n && (since === 0n || Number(since) > openedAtMs / 1_000 - FIRST_START_S);
  return isFirst ? 0 : openedAtMs + 1_000 * Number(evidenceSeconds);
}
