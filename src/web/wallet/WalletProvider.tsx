import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { t } from '#web/language/translate.ts';
import { onPermittedWallet, rememberedAccount } from '#web/wallet/knownWallet.ts';
import {
  type WalletAccount,
  WalletBridgeContext,
  type WalletDialog,
  type WalletLink,
  WalletLinkContext,
  WalletLoadError,
} from '#web/wallet/walletLink.ts';

async function loadWallets(network: NetworkConfig) {
  try {
    const { openWallets } = await import('#web/wallet/WalletKit.tsx');
    return await openWallets(network);
  } catch (cause) {
    const message = t('shell.walletProvider.theWalletListCould');
    throw new WalletLoadError('NOT_LOADED', message, { cause });
  }
}

/** Loads RainbowKit and wagmi beside the page when they are wanted, and links the page with them. */
export function WalletProvider({ network, children }: { network: NetworkConfig; children: ReactNode }) {
  const queries = useQueryClient();
  const [account, setAccount] = useState<WalletAccount | undefined>(() =>
    rememberedAccount(() => localStorage),
  );
  const [wanted, setWanted] = useState(account !== undefined);
  const [asked, setAsked] = useState<WalletDialog | null>(null);
  const loading = useMemo(
    () => ({
      queryKey: ['wallets'],
      queryFn: () => loadWallets(network),
      staleTime: Infinity,
      retry: false,
    }),
    [network],
  );
  const { data: wallets, error, refetch } = useQuery({ ...loading, enabled: wanted });
  useEffect(() => onPermittedWallet(() => setWanted(true)), []);

  const bridge = useMemo(() => ({ asked, onOpened: () => setAsked(null), onAccount: setAccount }), [asked]);
  const link = useMemo(
    (): WalletLink => ({
      account,
      opening: asked !== null && error === null,
      failure: error?.message ?? null,
      open(dialog) {
        setAsked(dialog);
        setWanted(true);
        if (error !== null) void refetch();
      },
      actions: async () => (await queries.ensureQueryData(loading)).actions,
    }),
    [account, asked, error, refetch, queries, loading],
  );
  return (
    <WalletLinkContext.Provider value={link}>
      {children}
      <WalletBridgeContext.Provider value={bridge}>{wallets?.dialogs}</WalletBridgeContext.Provider>
    </WalletLinkContext.Provider>
  );
}
