import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import { slasherAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { JuryId } from '#protocol/court/vote.ts';

/** A node's place on a jury. */
export interface JurorId extends JuryId {
  nodeId: bigint;
}

/**
 * What the slasher calls a juror's fault.
 * @example await isPunished(nodeId, fineEvidence(juries, { caseId: 1n, round: 0, nodeId }));
 */
export const fineEvidence = (juries: Address, { caseId, round, nodeId }: JurorId): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'address' }, { type: 'uint256' }, { type: 'uint256' }, { type: 'uint256' }],
      [juries, caseId, BigInt(round), nodeId],
    ),
  );

/**
 * Whether a juror was fined for what it did on a jury.
 * @throws ChainError as `chainErrorOf`
 * @example if (!(await readFined(client, contracts, { caseId, round, nodeId }))) fined.push(nodeId);
 */
export async function readFined(
  client: ReadClient,
  { slasher, juries }: { slasher: Address; juries: Address },
  juror: JurorId,
): Promise<boolean> {
  const args = [juror.nodeId, fineEvidence(juries, juror)] as const;
  try {
    return await client.readContract({
      ...{ abi: slasherAbi, address: slasher, functionName: 'punished', args },
    } as const);
  } catch (error) {
    throw chainErrorOf(error);
  }
}
