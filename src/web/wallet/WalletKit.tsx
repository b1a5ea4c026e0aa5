import {
  type DisclaimerComponent,
  type Locale,
  RainbowKitProvider,
  useChainModal,
  useConnectModal,
} from '@rainbow-me/rainbowkit';
import '@rainbow-me/rainbowkit/styles.css';
import { type ReactElement, useContext, useEffect, useState } from 'react';
import { type Config, useAccount, useConnectors, WagmiProvider } from 'wagmi';
import {
  getAccount,
  getCallsStatus,
  getCapabilities,
  sendCalls,
  sendTransaction,
  signTypedData,
  switchChain,
} from 'wagmi/actions';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { useFocusAfter } from '#web/dialog/useFocusAfter.ts';
import { rainbowKitTag, useLanguage } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';
import { AccountDialog } from '#web/wallet/AccountDialog.tsx';
import { EggAvatar } from '#web/wallet/EggAvatar.tsx';
import { mendDialogs } from '#web/wallet/mendDialogs.ts';
import { isPhone } from '#web/wallet/phone/isPhone.ts';
import { WalletBrowserDialog } from '#web/wallet/phone/WalletBrowserDialog.tsx';
import { adoptRainbowTheme } from '#web/wallet/rainbowTheme.ts';
import { hasDevnetWallet, wagmiConfigFor } from '#web/wallet/wagmiConfig.ts';
import { type WalletActions, WalletBridgeContext, type WalletDialog } from '#web/wallet/walletLink.ts';

/** Tells the page of the account, and opens dialogs for it. */
function Bridge() {
  const { asked, onOpened, onAccount } = useContext(WalletBridgeContext);
  const { address, chainId } = useAccount();
  const [helps, setHelps] = useState(false);
  const [showsAccount, setShowsAccount] = useState(false);
  const { openConnectModal, connectModalOpen } = useConnectModal();
  // A dialog that disconnects the wallet is gone with its account.
  useFocusAfter(connectModalOpen || (showsAccount && address !== undefined));
  // RainbowKit would say how to get a wallet, but not how to come from a phone's wallet to this page.
  const isStranded = useConnectors().length === 0 && isPhone();
  const openers: Record<WalletDialog, (() => void) | undefined> = {
    connect: isStranded && openConnectModal !== undefined ? () => setHelps(true) : openConnectModal,
    account: address === undefined ? undefined : () => setShowsAccount(true),
    network: useChainModal().openChainModal,
  };
  useEffect(
    () => onAccount(address === undefined ? undefined : { address, chainId }),
    [address, chainId, onAccount],
  );
  useEffect(() => {
    // Else it would open by itself with the next account.
    if (address === undefined) setShowsAccount(false);
  }, [address]);
  useEffect(mendDialogs, []);
  const open = asked === null ? undefined : openers[asked];
  const needless = asked === 'connect' ? address !== undefined : asked !== null && address === undefined;
  useEffect(() => {
    open?.();
    if (open !== undefined || needless) onOpened();
  }, [open, needless, onOpened]);
  if (helps) return <WalletBrowserDialog onClose={() => setHelps(false)} />;
  return showsAccount ? <AccountDialog onClose={() => setShowsAccount(false)} /> : null;
}

/** Of a network whose wallet is in the page: what that is, below the wallets. */
const DevnetNote: DisclaimerComponent = ({ Text }) => <Text>{t('shell.walletKit.devnetWallet')}</Text>;

/** RainbowKit's dialogs, in the page's language. */
function Dialogs({ network }: { network: NetworkConfig }) {
  useLanguage();
  return (
    <RainbowKitProvider
      theme={null}
      modalSize="compact"
      appInfo={{ appName: 'Cuckoo', ...(hasDevnetWallet(network) && { disclaimer: DevnetNote }) }}
      avatar={EggAvatar}
      locale={rainbowKitTag() as Locale}
    >
      <Bridge />
    </RainbowKitProvider>
  );
}

/** For the style elements by which RainbowKit's dialogs stop the page from scrolling. */
function passNonce(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  Object.assign(globalThis, { __webpack_nonce__: nonce });
}

const actionsOf = (wagmi: Config): WalletActions => ({
  account() {
    const { address, chainId } = getAccount(wagmi);
    return address === undefined ? undefined : { address, chainId };
  },
  async switchChain(chainId) {
    await switchChain(wagmi, { chainId });
  },
  signTypedData: (account, data) =>
    signTypedData(wagmi, { ...data, account } as Parameters<typeof signTypedData>[1]),
  sendTransaction: (transaction) => sendTransaction(wagmi, transaction),
  batches: {
    capabilities: (account, chainId) => getCapabilities(wagmi, { account, chainId }),
    send: (batch) => sendCalls(wagmi, { ...batch, forceAtomic: true }),
    status: (id) => getCallsStatus(wagmi, { id }),
  },
});

/**
 * The wallets of a network: RainbowKit's dialogs to be put on the page, and what the page asks of a wallet.
 * The dialogs are one element that never changes: wagmi connects anew whenever its provider is rendered.
 */
export async function openWallets(
  network: NetworkConfig,
): Promise<{ dialogs: ReactElement; actions: WalletActions }> {
  passNonce();
  adoptRainbowTheme();
  const config = await wagmiConfigFor(network);
  const dialogs = (
    <WagmiProvider config={config}>
      <Dialogs network={network} />
    </WagmiProvider>
  );
  return { dialogs, actions: actionsOf(config) };
}
