import { useQuery } from '@tanstack/react-query';
import { paymentsAbi, slasherAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';

/** What the contracts fix of stake, slashes and fees. Parts are in basis points, times in seconds. */
export interface Terms {
  coolDown: number;
  maxCommissionBps: number;
  /** The most that all slashes of one cool-down take of a node. */
  capBps: number;
  /** How long a slash can be given back. */
  holdSeconds: number;
  /** The voters' part of a payment, and of that the part of those of the coordinator. */
  feeBps: number;
  payerPoolBps: number;
}

/** The terms as the chain has them now: fees may change. */
export function useTerms() {
  const { client, config } = useNetwork();
  const { staking, slasher, payments } = config.contracts;
  return useQuery({
    queryKey: [...CHAIN_KEY, 'terms'],
    queryFn: async (): Promise<Terms> => {
      const ofStaking = { abi: stakingAbi, address: staking } as const;
      const ofSlasher = { abi: slasherAbi, address: slasher } as const;
      const ofPayments = { abi: paymentsAbi, address: payments } as const;
      const [coolDown, maxCommissionBps, capBps, holdSeconds, feeBps, payerPoolBps] = await Promise.all([
        client.readContract({ ...ofStaking, functionName: 'coolDown' }),
        client.readContract({ ...ofStaking, functionName: 'MAX_COMMISSION_BPS' }),
        client.readContract({ ...ofSlasher, functionName: 'capBps' }),
        client.readContract({ ...ofSlasher, functionName: 'holdSeconds' }),
        client.readContract({ ...ofPayments, functionName: 'feeBps' }),
        client.readContract({ ...ofPayments, functionName: 'payerPoolBps' }),
      ]);
      return {
        ...{ coolDown: Number(coolDown), holdSeconds: Number(holdSeconds) },
        ...{ maxCommissionBps, capBps, feeBps, payerPoolBps },
      };
    },
  });
}
