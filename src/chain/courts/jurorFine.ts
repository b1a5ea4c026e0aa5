import { type Address, encodeAbiParameters, keccak256 } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import { slasherAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { JuryId } from '#protocol/court/vote.ts';

/**
 * Whether a node was fined for its seats on a jury.
 * @throws ChainError
 * @example if (await readIsFined(client, config.contracts, { jury, nodeId })) tellOwner();
 */
export async function readIsFined(
  client: ReadClient,
  { slasher, juries }: { slasher: Address; juries: Address },
  { jury, nodeId }: { jury: JuryId; nodeId: bigint },
): Promise<boolean> {
  const uint = { type: 'uint256' } as const;
  // By this the contract knows the fine from others of the same node.
  const evidence = keccak256(
    encodeAbiParameters(
      [{ type: 'address' }, uint, uint, uint],
      [juries, jury.caseId, BigInt(jury.round), nodeId],
    ),
  );
  const read = {
    abi: slasherAbi,
    address: slasher,
    functionName: 'punished',
    args: [nodeId, evidence],
  } as const;
  return client.readContract(read).catch((error: unknown) => {
    throw chainErrorOf(error);
  });
}
