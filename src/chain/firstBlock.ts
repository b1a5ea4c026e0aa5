import type { Hex } from 'viem';
import type { ReadClient } from '#chain/networkConfig.ts';

/**
 * Hash of the chain's first block, which tells a devnet that began anew from the one before it: what was
 * signed for the old one is worth nothing on the new. Not block 0: anvil makes its genesis anew, with another
 * time, when it loads a kept state.
 */
export async function readFirstBlock(client: ReadClient): Promise<Hex> {
  const { hash } = await client.getBlock({ blockNumber: 1n });
  return hash;
}
