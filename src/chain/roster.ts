import type { Address, Hex } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** The staking contract's `Role`. */
export const ROLE = { miner: 1, coordinator: 2 } as const;
export type Role = keyof typeof ROLE;

export interface RosterNode {
  id: bigint;
  owner: Address;
  operator: Address;
  role: Role;
  commissionBps: number;
  active: boolean;
  retired: boolean;
  /** Unix seconds; 0 when it was never jailed. */
  jailedUntil: number;
  /** Until when fees have paid for double emission, Unix seconds; 0 without. Past until it is lapsed. */
  workingUntil: number;
  /** Wei of CAI that count in the lottery: `assets` while active, else 0. */
  weight: bigint;
  /** Wei of CAI in the node's pool: own bond and votes. */
  assets: bigint;
  selfBond: bigint;
  infoHash: Hex;
  infoBlock: bigint;
}

/** Everything the lottery needs, at one block. */
export interface Roster {
  blockNumber: number;
  /** The block's hash. */
  beacon: Hex;
  /** When it was mined, Unix seconds. */
  minedAt: number;
  miners: RosterNode[];
  coordinators: RosterNode[];
}

/** Nodes a page: a reply stays far below what public nodes allow an eth_call to cost. */
const PAGE = 200n;

type ContractNode = Omit<RosterNode, 'role' | 'jailedUntil' | 'workingUntil'> & {
  role: number;
  jailedUntil: bigint;
  workingUntil: bigint;
};

/**
 * A node as the staking contract gives it.
 * @example
 * const nodes = page.map(toRosterNode);
 */
export function toRosterNode(node: ContractNode): RosterNode {
  return {
    ...node,
    role: node.role === ROLE.miner ? 'miner' : 'coordinator',
    jailedUntil: Number(node.jailedUntil),
    workingUntil: Number(node.workingUntil),
  };
}

/** The block at which to read, by its hash or number; the newest if it is empty. */
export type BlockPin =
  | { blockHash: Hex; blockNumber?: undefined }
  | { blockNumber: bigint; blockHash?: undefined }
  | { blockHash?: undefined; blockNumber?: undefined };

/**
 * All nodes of a role that are not retired, including inactive ones with weight 0.
 * @example const miners = await readRoster(client, staking, 'miner', { blockHash: beacon });
 */
export async function readRoster(
  client: ReadClient,
  staking: Address,
  role: Role,
  pin: BlockPin = {},
): Promise<RosterNode[]> {
  const nodes: RosterNode[] = [];
  for await (const page of rosterPages(client, staking, role, pin)) nodes.push(...page);
  return nodes;
}

/**
 * The nodes that `readRoster` gives, in ascending order of their ids, some at a time: a request each.
 * @example for await (const page of rosterPages(client, staking, 'miner', pin)) if (!show(page)) break;
 */
export async function* rosterPages(
  client: ReadClient,
  staking: Address,
  role: Role,
  pin: BlockPin,
): AsyncGenerator<RosterNode[], void> {
  let cursor = 0n;
  do {
    const [page, next] = await client.readContract({
      abi: stakingAbi,
      address: staking,
      functionName: 'roster',
      args: [ROLE[role], cursor, PAGE],
      ...pin,
    });
    yield page.map(toRosterNode);
    cursor = next;
  } while (cursor !== 0n);
}
