import type { Address } from 'viem';
import { CourtReader } from '#chain/courts/courtReader.ts';
import { readJurorWeight } from '#chain/courts/jurorWeight.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { readOperatorNode } from '#chain/standing.ts';
import { casesToServe } from '#miner/jury/casesToServe.ts';

/**
 * `casesToServe` of the node that a key serves, from the chain; 0 where it serves none.
 * @throws ChainError
 * @example const cases = await readCasesToServe(client, config.contracts, account.address);
 */
export async function readCasesToServe(
  client: ReadClient,
  { juries, staking }: Pick<NetworkConfig['contracts'], 'juries' | 'staking'>,
  operator: Address,
): Promise<number> {
  const [node, { timestamp }] = await Promise.all([
    readOperatorNode(client, staking, operator),
    client.getBlock(),
  ]);
  if (node === undefined) return 0;
  return casesToServe({
    chain: new CourtReader(client, juries),
    weightIn: (theCase) => readJurorWeight(client, staking, node.id, theCase),
    nowSeconds: Number(timestamp),
  });
}
