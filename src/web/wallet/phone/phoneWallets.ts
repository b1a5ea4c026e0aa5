import { getWalletConnectConnector, type WalletList } from '@rainbow-me/rainbowkit';
import {
  imTokenWallet,
  ledgerWallet,
  okxWallet,
  rainbowWallet,
  trustWallet,
  uniswapWallet,
  walletConnectWallet,
  zerionWallet,
} from '@rainbow-me/rainbowkit/wallets';
import { t } from '#web/language/translate.ts';
import { isPhone } from '#web/wallet/phone/isPhone.ts';

type CreateWallet = WalletList[number]['wallets'][number];

/**
 * Any wallet that reads a QR code. Under RainbowKit's own id there would be a second way with it: Reown's
 * dialog, half a megabyte that talks to servers of its own.
 */
const byQrCode: CreateWallet = (options) => ({
  ...walletConnectWallet(options),
  id: 'anyPhoneWallet',
  // RainbowKit offers to get what the code is for: any wallet.
  downloadUrls: { qrCode: 'https://ethereum.org/wallets/find-wallet/' },
});

/**
 * RainbowKit's MetaMask brings MetaMask's SDK with it on a phone, which has a relay of its own. MetaMask
 * speaks WalletConnect too.
 */
const metaMask: CreateWallet = ({ projectId, walletConnectParameters }) => ({
  id: 'metaMaskPhone',
  name: 'MetaMask',
  iconUrl: METAMASK_ICON,
  iconBackground: '#fff',
  mobile: { getUri: (uri) => `https://metamask.app.link/wc?uri=${encodeURIComponent(uri)}` },
  createConnector: getWalletConnectConnector({
    projectId,
    ...(walletConnectParameters !== undefined && { walletConnectParameters }),
  }),
});

/** A letter, not MetaMask's own picture. */
const METAMASK_ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" fill="#fff"/>' +
      '<path d="M7 20V9l7 7 7-7v11" fill="none" stroke="#d85c12" stroke-width="3"/></svg>',
  );

/**
 * Wallets on phones, by WalletConnect: a phone opens the wallet's app by a link, any other screen shows a QR
 * code. The connector loads WalletConnect itself with its first use.
 */
export function phoneWallets(): WalletList[number] {
  if (!isPhone()) return { groupName: t('shell.phoneWallets.onYourPhone'), wallets: [byQrCode] };
  return {
    groupName: t('shell.phoneWallets.onThisPhone'),
    wallets: [
      ...[metaMask, trustWallet, rainbowWallet, okxWallet],
      ...[uniswapWallet, zerionWallet, imTokenWallet, ledgerWallet],
    ],
  };
}
