import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { type RosterNode, toRosterNode } from '#chain/roster.ts';

/** Whether a node may take part, in the codes of #protocol/refusal.ts. */
export type Standing = 'ACTIVE' | 'NOT_REGISTERED' | 'UNDER_STAKED' | 'JAILED' | 'RETIRED';

/**
 * A node's standing at this time.
 * @example standingOf(undefined, nowSeconds()); // 'NOT_REGISTERED'
 */
export function standingOf(node: RosterNode | undefined, nowSeconds: number): Standing {
  if (node === undefined) return 'NOT_REGISTERED';
  if (node.retired) return 'RETIRED';
  if (node.jailedUntil > nowSeconds) return 'JAILED';
  if (node.active) return 'ACTIVE';
  // A sentence that was served still needs `unjail`; until then the contract keeps the node inactive.
  return node.jailedUntil > 0 ? 'JAILED' : 'UNDER_STAKED';
}

/**
 * The id of the node that an operator key serves or once served; 0 for an unknown key. It never changes.
 * @example const nodeId = await readNodeId(client, staking, voucher.payer);
 */
export const readNodeId = (client: ReadClient, staking: Address, operator: Address): Promise<bigint> =>
  client.readContract({
    ...{ abi: stakingAbi, address: staking },
    ...{ functionName: 'nodeIdOf', args: [operator] },
  } as const);

/**
 * The node that an operator key serves now, retired or not; undefined when it serves none.
 * @example const node = await readOperatorNode(client, staking, account.address);
 */
export async function readOperatorNode(
  client: ReadClient,
  staking: Address,
  operator: Address,
): Promise<RosterNode | undefined> {
  const id = await readNodeId(client, staking, operator);
  if (id === 0n) return undefined;
  const node = toRosterNode(
    await client.readContract({ abi: stakingAbi, address: staking, functionName: 'node', args: [id] }),
  );
  // nodeIdOf outlives a key's rotation, so that old vouchers can be paid.
  return node.operator.toLowerCase() === operator.toLowerCase() ? node : undefined;
}
