import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';

/** Pools per call. Keeps the response well below the size limits of public nodes. */
const POOLS_PER_CALL = 500;

/**
 * An address's rewards in wei of CAI by pool; pools without rewards are left out.
 * Pool 0 is idle stake, the others are node ids. Retired nodes count: their voters still have stake and
 * rewards there.
 */
export const useRewards = (address: Address | undefined) =>
  useAddressQuery({
    name: 'rewards',
    address,
    read: async (user, { client, config }) => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const count = Number(await client.readContract({ ...contract, functionName: 'nodeCount' }));
      const rewards = new Map<bigint, bigint>();
      for (let first = 0; first <= count; first += POOLS_PER_CALL) {
        const length = Math.min(POOLS_PER_CALL, count + 1 - first);
        const pools = Array.from({ length }, (_, i) => BigInt(first + i));
        const args = [user, pools] as const;
        const earned = await client.readContract({ ...contract, functionName: 'earnedOf', args });
        pools.forEach((pool, i) => {
          if (earned[i]! > 0n) rewards.set(pool, earned[i]!);
        });
      }
      return rewards;
    },
  });
