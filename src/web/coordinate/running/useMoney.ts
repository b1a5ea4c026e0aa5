import { useQuery } from '@tanstack/react-query';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readPayerChannels } from '#chain/history/payerChannels.ts';
import { readVoters } from '#chain/history/voters.ts';
import type { RosterNode } from '#chain/roster.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';

/** How often the chain's history of a node is read again, in ms: it takes a request for each channel. */
const HISTORY_MS = 30_000;

/** What a coordinator pays by, and what its payments have brought its voters. */
export function usePayerChannels({ operator }: RosterNode) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'payerChannels', operator],
    refetchInterval: HISTORY_MS,
    queryFn: () => readPayerChannels(readerOf(client), config.contracts.payments, operator),
  });
}

/** Who has stake in a node. */
export function useVoters({ id }: RosterNode) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'voters', id.toString()],
    refetchInterval: HISTORY_MS,
    queryFn: () => readVoters(readerOf(client), config.contracts.staking, id),
  });
}

/** What the owner has earned with the node and has not claimed, in wei of CAI. */
export function useUnclaimed({ id, owner }: RosterNode) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'unclaimed', id.toString(), owner],
    refetchInterval: HISTORY_MS,
    queryFn: async () => {
      const call = { abi: stakingAbi, address: config.contracts.staking, functionName: 'earnedOf' } as const;
      const [earned] = await client.readContract({ ...call, args: [owner, [id]] });
      return earned ?? 0n;
    },
  });
}
