import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { useNetwork } from '#web/network/networkContext.ts';
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

/** Pools asked for in one call; an answer then stays far below what public nodes allow. */
const POOLS_A_CALL = 500;

/**
 * Rewards of one address, in wei by pool (0 is idle stake); pools without are left out.
 * Nodes are numbered from 1, retired ones included: their voters still have stake and rewards there.
 */
export function useRewards(address: Address | undefined) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'rewards', address],
    enabled: address !== undefined,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const user = address as Address;
      const count = Number(await client.readContract({ ...contract, functionName: 'nodeCount' }));
      const rewards = new Map<bigint, bigint>();
      for (let first = 0; first <= count; first += POOLS_A_CALL) {
        const length = Math.min(POOLS_A_CALL, count + 1 - first);
        const pools = Array.from({ length }, (_, place) => BigInt(first + place));
        const earned = await client.readContract({
          ...contract,
          functionName: 'earnedOf',
          args: [user, pools],
        });
        pools.forEach((pool, place) => {
          if (earned[place]! > 0n) rewards.set(pool, earned[place]!);
        });
      }
      return rewards;
    },
  });
}
