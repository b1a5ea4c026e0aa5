import { useQuery } from '@tanstack/react-query';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readCasesAgainst } from '#chain/history/casesAgainst.ts';
import { readPaidParts } from '#chain/history/penalties.ts';
import { readNodeDetail } from '#chain/nodeDetail.ts';
import { readMany } from '#chain/rpc/readMany.ts';
import { readNetwork } from '#web/coordinator/coordinatorApi.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';
import { courtOf } from '#web/queries/useCourt.ts';
import { useWallet } from '#web/queries/useWallet.ts';

/** How often a node is read again, in ms. */
const NODE_MS = 10_000;
const SELDOM_MS = 60_000;
/** The newest cases against a node: each takes a request. */
const MOST_CASES = 20;

/** Everything that the staking contract knows of a node; null where there is none with this id. */
export function useNode(id: bigint) {
  const { client, config } = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'nodeDetail', id.toString()],
    refetchInterval: NODE_MS,
    queryFn: async () => (await readNodeDetail(readerOf(client), config.contracts.staking, id)) ?? null,
  });
}

/** The newest cases in which a node is accused, and from which block on all are known. */
export function useCasesAgainst(id: bigint) {
  const network = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'casesAgainst', id.toString()],
    refetchInterval: SELDOM_MS,
    queryFn: async () => {
      const { client, config } = network;
      const { caseIds, since } = await readCasesAgainst(readerOf(client), config.contracts.juries, id);
      const court = courtOf(network);
      const cases = await readMany(caseIds.slice(0, MOST_CASES), (caseId) => court.readCase(caseId));
      return { cases, left: caseIds.length - cases.length, since };
    },
  });
}

/** Parts of owners' losses that courts pay out. They never change. */
export function usePaidParts() {
  const network = useNetwork();
  return useQuery({
    queryKey: [...CHAIN_KEY, 'paidParts'],
    staleTime: Infinity,
    queryFn: async () => {
      const { client, config } = network;
      return readPaidParts(readerOf(client), config.contracts, await courtOf(network).terms());
    },
  });
}

/** When blocks were mined, Unix seconds by block. */
export function useBlockTimes(blocks: readonly bigint[]) {
  const { client } = useNetwork();
  return useQuery({
    queryKey: ['blockTimes', blocks.map(String)],
    enabled: blocks.length > 0,
    staleTime: Infinity,
    queryFn: async () => {
      const times = await readMany(blocks, async (blockNumber) => {
        const { timestamp } = await client.getBlock({ blockNumber });
        return [blockNumber, Number(timestamp)] as const;
      });
      return new Map(times);
    },
  });
}

/** How a coordinator's relay is reached, from itself. */
export const useRelay = (url: string | undefined) =>
  useQuery({
    queryKey: ['relay', url],
    enabled: url !== undefined,
    refetchInterval: SELDOM_MS,
    queryFn: () => readNetwork(url!),
  });

/** What the wallet has in a node: its stake there, on its way out, and its rewards, in wei of CAI. */
export function usePosition(id: bigint) {
  return useAddressQuery({
    name: `position-${id}`,
    address: useWallet().address,
    intervalMs: NODE_MS,
    read: async (user, { client, config }) => {
      const contract = { abi: stakingAbi, address: config.contracts.staking } as const;
      const args = [user, id] as const;
      const [stake, leaving, rewards, coolDown] = await Promise.all([
        client.readContract({ ...contract, functionName: 'votesOf', args }),
        client.readContract({ ...contract, functionName: 'leavingOf', args }),
        client.readContract({ ...contract, functionName: 'earnedOf', args: [user, [id]] }),
        client.readContract({ ...contract, functionName: 'coolDown' }),
      ]);
      return { stake, leaving, rewards: rewards[0] ?? 0n, coolDown: Number(coolDown) };
    },
  });
}
