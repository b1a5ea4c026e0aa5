import { useQuery } from '@tanstack/react-query';
import type { ContractFunctionReturnType } from 'viem';
import { disputesAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';

/**
 * How long after its draw a signed assignment is evidence, in seconds; undefined until read. It never
 * changes.
 */
export function useEvidenceTime(): number | undefined {
  const { client, config } = useNetwork();
  const { data } = useQuery({
    queryKey: [...CHAIN_KEY, 'evidenceTime'],
    staleTime: Infinity,
    queryFn: async () => {
      const faults = {
        abi: disputesAbi,
        address: config.contracts.disputes,
        functionName: 'faults',
      } as const;
      return evidenceSecondsOf(await readerOf(client).readContract(faults));
    },
  });
  return data;
}

type FaultRules = ContractFunctionReturnType<typeof disputesAbi, 'view', 'faults'>;

/** @param rules as the contract gives them, two lengths of time among them */
export const evidenceSecondsOf = ([, , , seconds]: FaultRules): number => Number(seconds);
