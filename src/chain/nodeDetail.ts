import type { Address } from 'viem';
import { operatorsAbi, stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { ROLE, type Role, type RosterNode, toRosterNode } from '#chain/roster.ts';

/** A higher commission that its owner has announced. */
export interface AnnouncedCommission {
  bps: number;
  /** From when on it can be applied, Unix seconds. */
  effectiveAt: number;
}

/**
 * A node's announced commission; undefined without one, or once it has lapsed.
 * @throws viem's errors
 * @example const announced = await readAnnouncedCommission(client, config.contracts.staking, 7n);
 */
export async function readAnnouncedCommission(
  client: ReadClient,
  staking: Address,
  nodeId: bigint,
): Promise<AnnouncedCommission | undefined> {
  const [bps, effectiveAt] = await client.readContract({
    ...{ abi: stakingAbi, address: staking, functionName: 'announcedCommission', args: [nodeId] },
  } as const);
  return effectiveAt === 0 ? undefined : { bps, effectiveAt };
}

/** A node with what the roster does not say. */
export interface NodeDetail {
  node: RosterNode;
  announced: AnnouncedCommission | undefined;
  /** Since when its operator key serves, Unix seconds. */
  operatorSince: number;
  /** When its owner took it over, Unix seconds; 0 if it registered it. */
  ownedSince: number;
  /** Wei of CAI on its way out of the node: it earns nothing, and a slash still reaches it. */
  unbonding: bigint;
  /** Wei of CAI of all active nodes of its role. */
  totalWeight: bigint;
  /** The least bond of its role, in wei of CAI. */
  minimumBond: bigint;
}

/**
 * Everything that the staking contract knows of a node.
 * @returns undefined when there is none with this id
 * @throws viem's errors
 * @example const detail = await readNodeDetail(client, config.contracts.staking, 7n);
 */
export async function readNodeDetail(
  client: ReadClient,
  staking: Address,
  nodeId: bigint,
): Promise<NodeDetail | undefined> {
  const contract = { abi: stakingAbi, address: staking } as const;
  const termsOf = (role: Role) =>
    Promise.all([
      client.readContract({ ...contract, functionName: 'totalWeight', args: [ROLE[role]] }),
      client.readContract({ ...contract, functionName: 'minimumOf', args: [ROLE[role]] }),
    ]);
  // Asked all at once, before its role is known: a batching client then sends one request.
  const asked = Promise.all([
    readAnnouncedCommission(client, staking, nodeId),
    client.readContract({ ...contract, functionName: 'operators' }),
    client.readContract({ ...contract, functionName: 'identityOf', args: [nodeId] }),
    client.readContract({ ...contract, functionName: 'unbondingOf', args: [nodeId] }),
    termsOf('miner'),
    termsOf('coordinator'),
  ]);
  const [found, answers] = await Promise.allSettled([
    client.readContract({ ...contract, functionName: 'node', args: [nodeId] }),
    asked,
  ]);
  if (found.status === 'rejected') throw found.reason;
  if (found.value.id === 0n) return undefined;
  if (answers.status === 'rejected') throw answers.reason;
  const node = toRosterNode(found.value);
  const [announced, operators, identity, unbonding, ...terms] = answers.value;
  const [totalWeight, minimumBond] = terms[node.role === 'miner' ? 0 : 1];
  const [, since] = await client.readContract({
    ...{ abi: operatorsAbi, address: operators, functionName: 'serviceOf', args: [node.operator] },
  } as const);
  const [, , , ownedSince] = identity;
  return {
    node,
    announced,
    operatorSince: since,
    ownedSince: Number(ownedSince),
    unbonding,
    totalWeight,
    minimumBond,
  };
}
