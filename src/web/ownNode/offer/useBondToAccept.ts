import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import { bondToAccept } from '#web/ownNode/offer/readOffer.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';

/** The votes with which another wallet can take the node over, in wei of CAI; undefined until read. */
export function useBondToAccept(node: RosterNode, minimum: bigint): bigint | undefined {
  const leaving = useAddressQuery({
    name: `leaving-${node.id}`,
    address: node.owner,
    read: (owner, { client, config }) =>
      client.readContract({
        ...{ abi: stakingAbi, address: config.contracts.staking },
        ...{ functionName: 'leavingOf', args: [owner, node.id] },
      } as const),
  });
  if (leaving.data === undefined) return undefined;
  return bondToAccept(minimum, { bond: node.selfBond, leaving: leaving.data });
}
