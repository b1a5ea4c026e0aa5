import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { checkConsent } from '#web/coordinate/setup/checkConsent.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY, WATCH_INTERVAL_MS } from '#web/queries/chainKey.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';

/** Whether the chain will take the consent that was pasted, asked again while the page is open. */
export function useConsent(text: string, owner: Address | undefined) {
  const { client, config } = useNetwork();
  const nowSeconds = useChainNowSeconds();
  const { staking } = config.contracts;
  return useQuery({
    queryKey: [...CHAIN_KEY, 'consent', text, owner],
    enabled: text.trim() !== '' && owner !== undefined,
    refetchInterval: WATCH_INTERVAL_MS,
    queryFn: () =>
      checkConsent(text, {
        ...{ config, nowSeconds, owner: owner! },
        nodeIdOf: (operator) =>
          client.readContract({
            ...{ abi: stakingAbi, address: staking, functionName: 'nodeIdOf', args: [operator] },
          } as const),
      }),
  }).data;
}
