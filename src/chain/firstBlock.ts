import type { Hex } from 'viem';
import type { ReadClient } from '#chain/networkConfig.ts';

/**
 * Hash of the chain's first block. It tells a devnet that was reset from the one before, whose signatures are
 * worthless on the new one. Not block 0: anvil creates a new genesis, with another time, when it loads a kept
 * state.
 * @example const scope = `${config.chainId}-${await readFirstBlock(client)}`;
 */
export async function readFirstBlock(client: ReadClient): Promise<Hex> {
  const { hash } = await client.getBlock({ blockNumber: 1n });
  return hash;
}
