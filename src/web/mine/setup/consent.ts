import type { Address, Hex } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { ROLE } from '#chain/roster.ts';
import type { MinerClient } from '#miner/service/minerClient.ts';
import type { Network } from '#web/network/networkContext.ts';
import { signatureDeadline } from '#web/transaction/signatureDeadline.ts';

/** The miner key's signed consent to serve the owner's node, for `register` and `rotateOperator`. */
export async function minerConsent(
  { client, config }: Network,
  miner: MinerClient,
  owner: Address,
): Promise<{ operator: Address; deadline: bigint; consent: Hex }> {
  const operator = await miner.operator();
  const [nonce, block] = await Promise.all([
    client.readContract({
      abi: stakingAbi,
      address: config.contracts.staking,
      functionName: 'operatorNonce',
      args: [operator],
    }),
    client.getBlock(),
  ]);
  const deadline = signatureDeadline(block.timestamp);
  const consent = await miner.signConsent({ owner, role: ROLE.miner, nonce, deadline });
  return { operator, deadline, consent };
}
