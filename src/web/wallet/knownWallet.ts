import { z } from 'zod';
import { addressField } from '#protocol/fields.ts';
import { keptValue } from '#web/storage/keptValue.ts';
import type { WalletAccount } from '#web/wallet/walletLink.ts';

/** The part of wagmi's store that is read here; it writes maps as their entries. */
const storeSchema = z.object({
  state: z.object({
    current: z.string(),
    connections: z.object({
      value: z.array(
        z.tuple([z.string(), z.object({ accounts: z.array(addressField), chainId: z.number().optional() })]),
      ),
    }),
  }),
});

/** The account of the wallet that was connected when this page was last open, before wagmi is loaded. */
export function rememberedAccount(open: () => Storage): WalletAccount | undefined {
  const { current, connections } = keptValue(open, 'wagmi.store', storeSchema).read()?.state ?? {};
  const [, connection] = connections?.value.find(([uid]) => uid === current) ?? [];
  const [address] = connection?.accounts ?? [];
  return address && { address, chainId: connection?.chainId };
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
