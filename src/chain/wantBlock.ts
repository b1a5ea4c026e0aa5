import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';

/**
 * Has a block made on a devnet, which makes one for each transaction and none in between. Elsewhere blocks
 * come by themselves.
 * @returns whether one was made
 * @throws Error of viem
 * @example if (!isDrawn) await wantBlock(config, client);
 */
export async function wantBlock(
  { devnet }: Pick<NetworkConfig, 'devnet'>,
  client: ReadClient,
): Promise<boolean> {
  if (devnet) await client.request({ method: 'evm_mine' } as never);
  return devnet;
}
