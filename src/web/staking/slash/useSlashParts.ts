import { useQuery } from '@tanstack/react-query';
import { disputesAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { courtOf } from '#web/queries/useCourt.ts';

/** Parts of all stake in a node that its faults cost, in basis points. */
export interface SlashParts {
  /** Of a miner, for a result that a jury finds wrong. */
  wrongResultBps: number;
  /** Of a miner, for two different results of one task. */
  twoResultsBps: number;
  /** Of a coordinator, for a draw against the rules. */
  wrongDrawBps: number;
}

/** From both courts' contracts. They never change. */
export function useSlashParts(): SlashParts | undefined {
  const network = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'slashParts'],
    staleTime: Infinity,
    queryFn: async (): Promise<SlashParts> => {
      const { client, config } = network;
      const [{ slashBps }, [, twoResultsBps, wrongDrawBps]] = await Promise.all([
        courtOf(network).terms(),
        client.readContract({ abi: disputesAbi, address: config.contracts.disputes, functionName: 'faults' }),
      ]);
      return { wrongResultBps: slashBps, twoResultsBps, wrongDrawBps };
    },
  }).data;
}
