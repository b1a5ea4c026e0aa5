import type { Address } from 'viem';
import { slasherAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/**
 * What the cap leaves to be taken of a node and its voters now, in wei.
 * @example if ((await readSlashable(client, config.contracts.slasher, nodeId)) === 0n) return;
 */
export const readSlashable = (client: ReadClient, slasher: Address, nodeId: bigint): Promise<bigint> =>
  client.readContract({
    ...{ abi: slasherAbi, address: slasher },
    ...{ functionName: 'slashable', args: [nodeId] },
  } as const);
