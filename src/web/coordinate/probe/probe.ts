import type { Address } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { webSocketUrl } from '#web/coordinate/probe/relayUrl.ts';
import { readNetwork } from '#web/coordinator/coordinatorApi.ts';

/** How a coordinator is reached from this browser. */
export type Probe =
  /** Nothing answers, or nothing that this browser lets the page read. */
  | { state: 'silent' }
  /** Another coordinator is there, or one of another network. */
  | { state: 'other-key'; operator: Address }
  | { state: 'other-network' }
  | { state: 'answers'; relays: { address: string; isOpen: boolean }[] };

/** A relay on the other side of the world answers sooner. */
const DIAL_TIMEOUT_MS = 5_000;
/** Addresses that are tried: a coordinator has one or two. */
const MOST_RELAYS = 4;

/** Asks a coordinator’s API who it is, and dials its relay. It never throws: silence is an answer. */
export async function probeCoordinator(
  url: string,
  operator: Address,
  config: NetworkConfig,
): Promise<Probe> {
  const network = await readNetwork(url).catch(() => undefined);
  if (network === undefined) return { state: 'silent' };
  const { chainId, contracts } = config;
  if (network.chain_id !== chainId || network.staking !== contracts.staking)
    return { state: 'other-network' };
  if (network.operator !== operator) return { state: 'other-key', operator: network.operator };
  const addresses = network.multiaddrs.slice(0, MOST_RELAYS);
  const relays = await Promise.all(
    addresses.map(async (address) => ({ address, isOpen: await opens(webSocketUrl(address)) })),
  );
  return { state: 'answers', relays };
}

/** Whether a WebSocket opens at this address. */
function opens(url: string | undefined): Promise<boolean> {
  if (url === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    let socket: WebSocket;
    try {
      socket = new WebSocket(url);
    } catch {
      // A secure page may not open an insecure socket.
      resolve(false);
      return;
    }
    const end = (isOpen: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(isOpen);
    };
    const timer = setTimeout(() => end(false), DIAL_TIMEOUT_MS);
    socket.addEventListener('open', () => end(true));
    socket.addEventListener('error', () => end(false));
  });
}
