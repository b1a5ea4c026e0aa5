import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { readOperatorNode } from '#chain/standing.ts';
import { OPERATOR_KEY } from '#web/mine/key/operatorKey.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { registrationOf } from '#web/mine/setup/mineSteps.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useRoster } from '#web/queries/useRoster.ts';
import { useWallet } from '#web/queries/useWallet.ts';

/** How this tab's key and the connected wallet stand on the chain. */
export function useRegistration({ client }: Miner) {
  const network = useNetwork();
  const { staking } = network.config.contracts;
  const { address } = useWallet();
  const roster = useRoster('miner');
  const nowSeconds = Math.floor(useChainNowSeconds());
  const operator = useQuery({
    queryKey: OPERATOR_KEY,
    staleTime: Infinity,
    retry: false,
    queryFn: () => client.operator(),
  });
  const operatorNode = useQuery({
    queryKey: [...CHAIN_KEY, 'operatorNode', operator.data],
    enabled: operator.data !== undefined,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: async () => (await readOperatorNode(readerOf(network.client), staking, operator.data!)) ?? null,
  });
  const minimum = useMinimumBond('miner');
  const registration = useMemo(() => {
    if (operatorNode.data === undefined || roster.data === undefined) return undefined;
    const owned = roster.data.filter((node) => node.owner === address);
    return registrationOf(operatorNode.data ?? undefined, owned, nowSeconds);
  }, [operatorNode.data, roster.data, address, nowSeconds]);

  return { operator, registration, minimum, nowSeconds };
}

export type RegistrationState = ReturnType<typeof useRegistration>;
