import type { Address, Hex } from 'viem';
import type { MinerClient } from '#miner/service/minerClient.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { ROLE } from '#chain/roster.ts';
import type { Network } from '#web/network/networkContext.ts';
import { later } from '#web/transaction/stakeTopUp.ts';

/** Time for the wallet's person to read and confirm, in seconds. */
const CONSENT_LIFETIME_S = 3_600n;

/** The miner key's own word that it will serve the owner's node, for `register` and `rotateOperator`. */
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
  const deadline = later(block.timestamp) + CONSENT_LIFETIME_S;
  const consent = await miner.signConsent({ owner, role: ROLE.miner, nonce, deadline });
  return { operator, deadline, consent };
}
