import type { Address } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** A node's weight at the two moments that count for the juries of a case, in wei of CAI. */
export interface PastWeights {
  readonly atDraw: bigint;
  readonly beforeCase: bigint;
}

/**
 * A node's weight in the second of the task's draw and in the one before the case. Both are over, so it never
 * changes.
 * @throws ChainError as `chainErrorOf`
 * @example const { atDraw } = await readPastWeights(client, staking, 7n, theCase);
 */
export async function readPastWeights(
  client: ReadClient,
  staking: Address,
  nodeId: bigint,
  { drawnAt, openedAt }: Pick<CaseView, 'drawnAt' | 'openedAt'>,
): Promise<PastWeights> {
  const weightAt = (second: number): Promise<bigint> =>
    client.readContract({
      ...{ abi: stakingAbi, address: staking },
      ...{ functionName: 'weightAt', args: [nodeId, second] },
    } as const);
  try {
    const [atDraw, beforeCase] = await Promise.all([weightAt(drawnAt), weightAt(openedAt - 1)]);
    return { atDraw, beforeCase };
  } catch (error) {
    throw chainErrorOf(error);
  }
}

/** Of two weights, the one that gives seats. */
export const seatedWeight = ({ atDraw, beforeCase }: PastWeights): bigint =>
  atDraw < beforeCase ? atDraw : beforeCase;

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
  theCase: Pick<CaseView, 'nodeId' | 'drawnAt' | 'openedAt'>,
): Promise<bigint> {
  if (nodeId === theCase.nodeId) return 0n;
  return seatedWeight(await readPastWeights(client, staking, nodeId, theCase));
}
