import { connectorsForWallets, type Wallet } from '@rainbow-me/rainbowkit';
import { injectedWallet } from '@rainbow-me/rainbowkit/wallets';
import { type Config, createConfig } from 'wagmi';
import { chainOf, type NetworkConfig, POLLING_INTERVAL_MS, transportOf } from '#chain/networkConfig.ts';
import { t } from '#web/language/translate.ts';

type WalletGroup = { groupName: string; wallets: (() => Wallet)[] };

/**
 * RainbowKit lists every wallet that announces itself (EIP-6963), one that only sits at `window.ethereum`,
 * and on a devnet build the built-in wallet. WalletConnect would need a project id of the operator's own, so
 * it is left out.
 */
export async function wagmiConfigFor(network: NetworkConfig): Promise<Config> {
  const chain = chainOf(network);
  const groups = [...(await devnetGroup(network)), ...injectedGroup()];
  return createConfig({
    chains: [chain],
    // Only WalletConnect's own connectors, which are not among these, ever read the project id.
    connectors: groups.length > 0 ? connectorsForWallets(groups, { appName: 'Cuckoo', projectId: '' }) : [],
    transports: { [chain.id]: transportOf(network) },
    pollingInterval: POLLING_INTERVAL_MS,
    multiInjectedProviderDiscovery: true,
  });
}

const injectedGroup = (): WalletGroup[] =>
  'ethereum' in window
    ? [{ groupName: t('shell.wagmiConfig.inThisBrowser'), wallets: [injectedWallet] }]
    : [];

/**
 * Compiled out of every build but `--mode devnet`: the condition is a constant, so the import goes with it.
 */
async function devnetGroup(network: NetworkConfig): Promise<WalletGroup[]> {
  if (import.meta.env.MODE !== 'devnet' || !network.devnet) return [];
  const { devnetWallet } = await import('#web/wallet/devnetWallet.ts');
  return [{ groupName: t('shell.wagmiConfig.onThisDevnet'), wallets: [() => devnetWallet(network)] }];
}
