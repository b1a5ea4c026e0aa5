import type { Address, Hex } from 'viem';
import { ROLE } from '#chain/roster.ts';
import type { MinerClient } from '#miner/service/minerClient.ts';
import type { Network } from '#web/network/networkContext.ts';
import { signatureDeadline } from '#web/transaction/signatureDeadline.ts';

/** The miner key's signed consent to serve the owner's node, for `register` and `rotateOperator`. */
export async function minerConsent(
  { client }: Network,
  miner: MinerClient,
  owner: Address,
): Promise<{ operator: Address; deadline: bigint; consent: Hex }> {
  const operator = await miner.operator();
  const { timestamp } = await client.getBlock();
  const deadline = signatureDeadline(timestamp);
  const consent = await miner.signConsent({ owner, role: ROLE.miner, deadline });
  return { operator, deadline, consent };
}
