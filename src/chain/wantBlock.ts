import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';

/**
 * Has a block made on a devnet, which makes one for each transaction and none in between. Elsewhere blocks
 * come by themselves.
 * @throws Error of viem
 * @example if (!isDrawn) await wantBlock(config, client);
 */
export async function wantBlock(
  { devnet }: Pick<NetworkConfig, 'devnet'>,
  client: ReadClient,
): Promise<void> {
  if (devnet) await client.request({ method: 'evm_mine' } as never);
}
