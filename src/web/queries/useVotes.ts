import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { type RosterNode, toRosterNode } from '#chain/roster.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';

export interface OwnVotes {
  node: RosterNode;
  /** Wei of CAI, including an owner's bond. */
  amount: bigint;
}

/** Longer than for other reads: the contract lists no votes by address, so this takes one call per node. */
const VOTES_INTERVAL_MS = 20_000;

/** The nodes, retired ones included, that an address has stake on. */
export const useVotes = (address: Address | undefined) =>
  useAddressQuery({
    name: 'votes',
    address,
    intervalMs: VOTES_INTERVAL_MS,
    read: async (user, { client, config }): Promise<OwnVotes[]> => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const count = Number(await client.readContract({ ...contract, functionName: 'nodeCount' }));
      const ids = Array.from({ length: count }, (_, i) => BigInt(i + 1));
      const votes = await Promise.all(
        ids.map(async (id) => {
          const amount = await client.readContract({
            ...contract,
            functionName: 'votesOf',
            args: [user, id],
          });
          if (amount === 0n) return [];
          const node = await client.readContract({ ...contract, functionName: 'node', args: [id] });
          return [{ node: toRosterNode(node), amount }];
        }),
      );
      return votes.flat();
    },
  });
