import { createContext, useContext } from 'react';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { PageClient } from '#web/network/pageClient.ts';

/** What every page knows: the network and a client that reads its chain. */
export interface Network {
  config: NetworkConfig;
  client: PageClient;
}

export const NetworkContext = createContext<Network | null>(null);

export function useNetwork(): Network {
  const network = useContext(NetworkContext);
  if (network === null) throw new Error('useNetwork() outside <NetworkGate>');
  return network;
}
