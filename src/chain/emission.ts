import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { BlockPin } from '#chain/roster.ts';

/** What the staking contract pays out for stake that stands ready. */
export interface Emission {
  /** Wei of CAI a second; 0 once all is paid out. */
  rateWei: bigint;
  /** When all is paid out, Unix seconds. */
  endsAt: number;
  /** What the rate is divided by: idle stake and active nodes' weight in wei, that of working nodes twice. */
  rewardWeight: bigint;
}

/**
 * The emission now, or at a block.
 * @throws viem's errors
 * @example const { rateWei } = await readEmission(client, config.contracts.staking);
 */
export async function readEmission(
  client: Pick<ReadClient, 'readContract'>,
  staking: Address,
  pin: BlockPin = {},
): Promise<Emission> {
  const contract = { abi: stakingAbi, address: staking, ...pin } as const;
  const [rateWei, endsAt, rewardWeight] = await Promise.all([
    client.readContract({ ...contract, functionName: 'emissionRate' }),
    client.readContract({ ...contract, functionName: 'emissionEnd' }),
    client.readContract({ ...contract, functionName: 'rewardWeight' }),
  ]);
  return { rateWei, endsAt: Number(endsAt), rewardWeight };
}
