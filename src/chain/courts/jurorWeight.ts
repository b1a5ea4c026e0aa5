import type { Address } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/**
 * The weight with which a node may be drawn for the juries of a case: the lower one of two moments that are
 * over, so it never changes. A node that is jailed or retired by now keeps it, and with it its duties.
 * @returns wei of CAI; 0 if no jury of the case can have a seat for the node
 * @throws ChainError as `chainErrorOf`
 * @example const mayBeDrawn = (await readJurorWeight(client, staking, 7n, theCase)) > 0n;
 */
export async function readJurorWeight(
  client: ReadClient,
  staking: Address,
  nodeId: bigint,
  { nodeId: accused, drawnAt, openedAt }: Pick<CaseView, 'nodeId' | 'drawnAt' | 'openedAt'>,
): Promise<bigint> {
  if (nodeId === accused) return 0n;
  const weightAt = (second: number): Promise<bigint> =>
    client.readContract({
      ...{ abi: stakingAbi, address: staking },
      ...{ functionName: 'weightAt', args: [nodeId, second] },
    } as const);
  try {
    const [atDraw, beforeCase] = await Promise.all([weightAt(drawnAt), weightAt(openedAt - 1)]);
    return atDraw < beforeCase ? atDraw : beforeCase;
  } catch (error) {
    throw chainErrorOf(error);
  }
}
