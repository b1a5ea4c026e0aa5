import { type Address, isAddress } from 'viem';
import type { WalletAccount } from '#web/wallet/walletLink.ts';

/** Where wagmi keeps the connection. */
const STORE_KEY = 'wagmi.store';

/** The part of wagmi's store that is read here; it writes maps as their entries. */
interface StoredConnections {
  state?: {
    current?: string | null;
    connections?: { value?: [uid: string, connection: { accounts?: unknown[]; chainId?: unknown }][] };
  };
}

/** The account of the wallet that was connected when this page was last open, before wagmi is loaded. */
export function rememberedAccount(storage: Pick<Storage, 'getItem'>): WalletAccount | undefined {
  let stored: StoredConnections | null;
  try {
    stored = JSON.parse(storage.getItem(STORE_KEY) ?? 'null') as StoredConnections | null;
  } catch {
    // Not wagmi's, or cut off: wagmi starts anew too.
    return undefined;
  }
  const { current, connections } = stored?.state ?? {};
  if (!Array.isArray(connections?.value)) return undefined;
  const [, connection] = connections.value.find(([uid]) => uid === current) ?? [];
  const address = connection?.accounts?.[0];
  if (typeof address !== 'string' || !isAddress(address, { strict: false })) return undefined;
  const { chainId } = connection ?? {};
  return { address: address as Address, chainId: typeof chainId === 'number' ? chainId : undefined };
}

interface Provider {
  request(request: { method: string }): Promise<unknown>;
}

/**
 * Calls back when a wallet of this browser shows this page its accounts without being asked to connect: it
 * was allowed to earlier. Asks those at `window.ethereum` and those that announce themselves (EIP-6963).
 * @returns stops listening
 */
export function onPermittedWallet(found: () => void): () => void {
  async function ask(provider: Provider | undefined): Promise<void> {
    try {
      const accounts = await provider?.request({ method: 'eth_accounts' });
      if (Array.isArray(accounts) && accounts.length > 0) found();
    } catch (error) {
      // A wallet that does not even list its accounts cannot be connected without a click either.
      console.debug('asking a wallet for its accounts', error);
    }
  }
  const announced = (event: Event) =>
    void ask((event as CustomEvent<{ provider?: Provider }>).detail.provider);
  window.addEventListener('eip6963:announceProvider', announced);
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  void ask((window as { ethereum?: Provider }).ethereum);
  return () => window.removeEventListener('eip6963:announceProvider', announced);
}
