import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { toRosterNode, type RosterNode } from '#chain/roster.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';

export interface OwnVotes {
  node: RosterNode;
  /** Wei of CAI, an owner's bond included. */
  amount: bigint;
}

/** The contract has no bulk view of votes, so this costs a call a node: read seldom, and after every transaction. */
const VOTES_INTERVAL_MS = 20_000;

/** The nodes where an address has stake, retired ones too (nodes are numbered from 1). */
export function useVotes(address: Address | undefined) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'votes', address],
    enabled: address !== undefined,
    refetchInterval: VOTES_INTERVAL_MS,
    queryFn: async (): Promise<OwnVotes[]> => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const count = Number(await client.readContract({ ...contract, functionName: 'nodeCount' }));
      const ids = Array.from({ length: count }, (_, place) => BigInt(place + 1));
      const votes = await Promise.all(
        ids.map(async (id) => {
          const args = [address as Address, id] as const;
          const amount = await client.readContract({ ...contract, functionName: 'votesOf', args });
          if (amount === 0n) return [];
          const node = toRosterNode(
            await client.readContract({ ...contract, functionName: 'node', args: [id] }),
          );
          return [{ node, amount }];
        }),
      );
      return votes.flat();
    },
  });
}
