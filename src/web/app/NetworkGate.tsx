import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { CuckooMark } from '#web/components/CuckooMark.tsx';
import { loadNetwork, NetworkError } from '#web/network/loadNetwork.ts';
import { NetworkContext } from '#web/network/networkContext.ts';
import { pageClientOf } from '#web/network/pageClient.ts';

const HINTS: Record<NetworkError['code'], string> = {
  NO_FILE: 'Start the devnet with “npm start”, or put the network’s own network.json beside the page.',
  BAD_FILE: 'Write network.json again, or compare it with the one that the network publishes.',
  NO_CHAIN: 'If this is a devnet, check that “npm start” is still running. Otherwise check your connection.',
  OTHER_CHAIN: 'network.json and the node belong to different networks. Check the RPC address in the file.',
  NOT_DEPLOYED:
    'The chain was reset, or network.json belongs to an older deployment. Start the devnet again.',
};

function GateScreen({ children }: { children: ReactNode }) {
  return (
    <main className="gate">
      <CuckooMark size={72} />
      {children}
    </main>
  );
}

/** Shows its children once the network is known and its chain has answered. */
export function NetworkGate({ children }: { children: (config: NetworkConfig) => ReactNode }) {
  const network = useQuery({
    queryKey: ['network'],
    queryFn: loadNetwork,
    retry: false,
    staleTime: Infinity,
  });
  const value = useMemo(
    () => (network.data === undefined ? null : { config: network.data, client: pageClientOf(network.data) }),
    [network.data],
  );
  if (value !== null) {
    return <NetworkContext.Provider value={value}>{children(value.config)}</NetworkContext.Provider>;
  }
  if (network.isError) {
    const { error } = network;
    return (
      <GateScreen>
        <h1>The network cannot be reached</h1>
        <p role="alert">
          {error instanceof NetworkError ? error.message : 'network.json could not be read.'}
        </p>
        {error instanceof NetworkError && <p className="muted">{HINTS[error.code]}</p>}
        <button
          type="button"
          className="button primary"
          disabled={network.isFetching}
          onClick={() => void network.refetch()}
        >
          {network.isFetching ? 'Trying…' : 'Try again'}
        </button>
      </GateScreen>
    );
  }
  return (
    <GateScreen>
      <p role="status" className="muted">
        Looking for the network…
      </p>
    </GateScreen>
  );
}
