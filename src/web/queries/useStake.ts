import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';

/** Id of the pool that holds stake not voted for any node. */
export const IDLE_POOL = 0n;

export interface StakeExit {
  id: bigint;
  nodeId: bigint;
  /** The node that it is to vote for after its cool-down; 0 for none. */
  target: bigint;
  /** Wei of CAI. */
  amount: bigint;
  /** Unix seconds. */
  readyAt: number;
}

/** An address's idle stake and exits in wei of CAI, and the cool-down of new exits in seconds. */
export const useStake = (address: Address | undefined) =>
  useAddressQuery({
    name: 'stake',
    address,
    read: async (user, { client, config }) => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const [idle, exits, coolDown] = await Promise.all([
        client.readContract({ ...contract, functionName: 'idleOf', args: [user] }),
        client.readContract({ ...contract, functionName: 'exitsOf', args: [user] }),
        client.readContract({ ...contract, functionName: 'coolDown' }),
      ]);
      const open: StakeExit[] = exits.map((exit) => ({ ...exit, readyAt: Number(exit.readyAt) }));
      return { idle, exits: open.sort((a, b) => a.readyAt - b.readyAt), coolDown: Number(coolDown) };
    },
  });
