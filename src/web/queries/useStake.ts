import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import { useNetwork } from '#web/app/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';

/** Id of the pool of stake that is on no node. */
export const IDLE_POOL = 0n;

export interface StakeExit {
  id: bigint;
  nodeId: bigint;
  amount: bigint;
  /** Unix seconds. */
  readyAt: number;
}

/** Everything of one address in the staking contract but its votes, in wei. */
export function useStake(address: Address | undefined) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'stake', address],
    enabled: address !== undefined,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const user = address as Address;
      const [idle, exits, coolDown] = await Promise.all([
        client.readContract({ ...contract, functionName: 'idleOf', args: [user] }),
        client.readContract({ ...contract, functionName: 'exitsOf', args: [user] }),
        client.readContract({ ...contract, functionName: 'coolDown' }),
      ]);
      const open: StakeExit[] = exits.map((exit) => ({ ...exit, readyAt: Number(exit.readyAt) }));
      return { idle, exits: open.sort((a, b) => a.readyAt - b.readyAt), coolDown: Number(coolDown) };
    },
  });
}

/** What one address has on each of these nodes, own bond included, in wei by node id; nodes without are left out. */
export function useVotes(address: Address | undefined, nodes: readonly RosterNode[] | undefined) {
  const { client, config } = useNetwork();
  const ids = (nodes ?? []).map((node) => node.id);
  return useQuery({
    queryKey: [...CHAIN_KEY, 'votes', address, ids.join()],
    enabled: address !== undefined && nodes !== undefined,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => {
      const amounts = await Promise.all(
        ids.map((id) =>
          client.readContract({
            abi: stakingAbi,
            address: config.contracts.staking,
            functionName: 'votesOf',
            args: [address as Address, id],
          }),
        ),
      );
      return new Map(ids.flatMap((id, place) => (amounts[place]! > 0n ? [[id, amounts[place]!] as const] : [])));
    },
  });
}

/** Rewards of one address in the idle pool and these nodes, in wei by pool; pools without are left out. */
export function useRewards(address: Address | undefined, nodes: readonly RosterNode[] | undefined) {
  const { client, config } = useNetwork();
  const pools = [IDLE_POOL, ...(nodes ?? []).map((node) => node.id)];
  return useQuery({
    queryKey: [...CHAIN_KEY, 'rewards', address, pools.join()],
    enabled: address !== undefined && nodes !== undefined,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => {
      const earned = await client.readContract({
        abi: stakingAbi,
        address: config.contracts.staking,
        functionName: 'earnedOf',
        args: [address as Address, pools],
      });
      return new Map(pools.flatMap((pool, place) => (earned[place]! > 0n ? [[pool, earned[place]!] as const] : [])));
    },
  });
}
