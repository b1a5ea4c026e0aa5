import { type Address, getAbiItem, keccak256, parseEventLogs, toBytes } from 'viem';
import { z } from 'zod';
import { ChainError } from '#chain/chainError.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { RosterNode } from '#chain/roster.ts';

/** Alone: viem hashes the name of each event that it may find, at each call. */
const ANNOUNCEMENT = [getAbiItem({ abi: stakingAbi, name: 'InfoUpdated' })] as const;

/**
 * What a node publishes about itself, as JSON in the registration's event; the contract keeps its hash and
 * block.
 */
export const nodeInfoSchema = z.object({
  name: z.string().max(64),
  /** Base of a coordinator's HTTP API. */
  url: z.url({ protocol: /^https?$/ }).optional(),
});
export type NodeInfo = z.output<typeof nodeInfoSchema>;

/**
 * A node's public info as the contract publishes it.
 * @example encodeNodeInfo({ name: 'Nest', url: 'https://nest.example' });
 */
export const encodeNodeInfo = (info: NodeInfo): string => JSON.stringify(nodeInfoSchema.parse(info));

/**
 * Reads a node's public info from the one block in which it was announced.
 * @returns undefined when there is none or it is not readable: anybody can write it, so that is not an error
 * @throws ChainError NO_BLOCK when the node does not show the announcement: it has not reached that block, or
 * has deleted its events
 * @example const url = (await readNodeInfo(client, staking, node))?.url;
 */
export async function readNodeInfo(
  client: ReadClient,
  staking: Address,
  node: Pick<RosterNode, 'id' | 'infoHash' | 'infoBlock'>,
): Promise<NodeInfo | undefined> {
  if (node.infoBlock === 0n) return undefined;
  const logs = await client.getLogs({ address: staking, fromBlock: node.infoBlock, toBlock: node.infoBlock });
  const announced = parseEventLogs({ abi: ANNOUNCEMENT, logs })
    .filter((log) => log.args.nodeId === node.id && keccak256(toBytes(log.args.info)) === node.infoHash)
    .at(-1);
  if (announced === undefined) {
    throw new ChainError('NO_BLOCK', `The chain’s node does not show the events of block ${node.infoBlock}.`);
  }
  try {
    return nodeInfoSchema.parse(JSON.parse(announced.args.info));
  } catch {
    return undefined;
  }
}
