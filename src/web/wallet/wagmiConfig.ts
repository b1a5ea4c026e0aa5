import { connectorsForWallets, type WalletList } from '@rainbow-me/rainbowkit';
import { injectedWallet } from '@rainbow-me/rainbowkit/wallets';
import { type Config, createConfig } from 'wagmi';
import { chainOf, type NetworkConfig, POLLING_INTERVAL_MS, transportOf } from '#chain/networkConfig.ts';
import { t } from '#web/language/translate.ts';

/**
 * RainbowKit lists every wallet that announces itself (EIP-6963), one that only sits at `window.ethereum`, on
 * a devnet build the built-in wallet, and wallets on phones where the network names the project that
 * WalletConnect's relay asks for.
 */
export async function wagmiConfigFor(network: NetworkConfig): Promise<Config> {
  const chain = chainOf(network);
  const groups = [...(await devnetGroup(network)), ...injectedGroup(), ...(await phoneGroup(network))];
  return createConfig({
    chains: [chain],
    connectors: groups.length > 0 ? connectorsForWallets(groups, appOf(network)) : [],
    transports: { [chain.id]: transportOf(network) },
    pollingInterval: POLLING_INTERVAL_MS,
    multiInjectedProviderDiscovery: true,
  });
}

/** How a wallet on a phone names this page. Only WalletConnect's connectors read the project's id. */
const appOf = ({ walletConnectProjectId }: NetworkConfig) => ({
  appName: 'Cuckoo',
  appUrl: location.origin,
  projectId: walletConnectProjectId ?? '',
});

const phoneGroup = async ({ walletConnectProjectId }: NetworkConfig): Promise<WalletList> =>
  walletConnectProjectId === undefined
    ? []
    : [(await import('#web/wallet/phone/phoneWallets.ts')).phoneWallets()];

const injectedGroup = (): WalletList =>
  'ethereum' in window
    ? [{ groupName: t('shell.wagmiConfig.inThisBrowser'), wallets: [injectedWallet] }]
    : [];

/** Whether the page brings a wallet of its own. A constant in every build but `--mode devnet`. */
export const hasDevnetWallet = (network: NetworkConfig): boolean =>
  import.meta.env.MODE === 'devnet' && network.devnet;

/** Compiled out of every build but the devnet's: the first condition is a constant, so the import goes. */
async function devnetGroup(network: NetworkConfig): Promise<WalletList> {
  if (import.meta.env.MODE !== 'devnet' || !network.devnet) return [];
  const { devnetWallet } = await import('#web/wallet/devnetWallet.ts');
  return [{ groupName: t('shell.wagmiConfig.onThisDevnet'), wallets: [() => devnetWallet(network)] }];
}
