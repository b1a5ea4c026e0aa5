import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { networkQuery } from '#web/app/networkQuery.ts';
import { StaticPage } from '#web/app/StaticPage.tsx';
import { CuckooMark } from '#web/components/CuckooMark.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { checkChain, NetworkError } from '#web/network/loadNetwork.ts';
import { NetworkContext } from '#web/network/networkContext.ts';
import { pageClientOf } from '#web/network/pageClient.ts';

const HINTS: Record<Exclude<NetworkError['code'], 'NO_CHAIN'>, MessageKey> = {
  NO_FILE: 'shell.networkGate.noFile',
  BAD_FILE: 'shell.networkGate.badFile',
  OTHER_CHAIN: 'shell.networkGate.otherChain',
  NOT_DEPLOYED: 'shell.networkGate.notDeployed',
};

function GateScreen({ children }: { children: ReactNode }) {
  return (
    <main className="gate">
      <CuckooMark size={72} />
      {children}
    </main>
  );
}

/** How often a chain that is silent is checked again, in ms. */
const CHECK_AGAIN_MS = 5_000;

/**
 * Shows its children once the network is known, also while its chain is silent: the shell says that. A chain
 * that is not the network's own is refused.
 */
export function NetworkGate({ children }: { children: (config: NetworkConfig) => ReactNode }) {
  const network = useQuery(networkQuery);
  const value = useMemo(
    () => (network.data === undefined ? null : { config: network.data, client: pageClientOf(network.data) }),
    [network.data],
  );
  const chain = useQuery({
    queryKey: ['chainCheck', value?.config],
    enabled: value !== null,
    queryFn: () => value !== null && checkChain(value.config, value.client),
    retry: false,
    staleTime: Infinity,
    refetchInterval: ({ state }) => state.error !== null && isSilence(state.error) && CHECK_AGAIN_MS,
  });
  const { error } = network.isError ? network : chain;
  const isTrying = network.isFetching || chain.isFetching;
  /** The file may name another chain or contract by now. A click while it tries changes nothing. */
  const tryAgain = () => {
    void network.refetch({ cancelRefetch: false });
    if (value !== null) void chain.refetch({ cancelRefetch: false });
  };
  if (error !== null && !isSilence(error)) {
    return (
      <GateScreen>
        <h1>{t('shell.networkGate.theNetworkCannotBe')}</h1>
        <p role="alert">
          {error instanceof NetworkError ? error.message : t('shell.networkGate.networkJsonCouldNot')}
        </p>
        {error instanceof NetworkError && error.code !== 'NO_CHAIN' && (
          <p className="muted">{t(HINTS[error.code])}</p>
        )}
        <button type="button" className="button primary" aria-busy={isTrying} onClick={tryAgain}>
          {isTrying ? t('shell.networkGate.trying') : t('shell.networkGate.tryAgain')}
        </button>
      </GateScreen>
    );
  }
  if (value !== null) {
    return <NetworkContext.Provider value={value}>{children(value.config)}</NetworkContext.Provider>;
  }
  return <StaticPage />;
}

const isSilence = (error: Error): boolean => error instanceof NetworkError && error.code === 'NO_CHAIN';
