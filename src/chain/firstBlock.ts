import { type Hex, zeroHash } from 'viem';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';

/**
 * Hash of a devnet's first block. It tells a devnet that was reset from the one before, whose signatures are
 * worthless on the new one. Not block 0: anvil creates a new genesis, with another time, when it loads a kept
 * state.
 *
 * Zero on every other chain, without a request: its id and its contracts name it for good, and many of its
 * nodes have pruned the first block. Data is kept under this hash, so every node must give the same one.
 * @example const scope = `${config.chainId}-${await readFirstBlock(client, config)}`;
 */
export async function readFirstBlock(
  client: ReadClient,
  { devnet }: Pick<NetworkConfig, 'devnet'>,
): Promise<Hex> {
  if (!devnet) return zeroHash;
  const { hash } = await client.getBlock({ blockNumber: 1n });
  return hash;
}
