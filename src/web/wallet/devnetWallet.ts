import type { Wallet } from '@rainbow-me/rainbowkit';
import { type Address, SwitchChainError } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { createConnector } from 'wagmi';
import { chainOf, type NetworkConfig } from '#chain/networkConfig.ts';
import { t } from '#web/language/translate.ts';
import { hasDevnetKey, openDevnetKey } from '#web/wallet/devnetKey.ts';
import { createDevnetProvider } from '#web/wallet/devnetProvider.ts';

/** Also the marker by which a test tells that a production bundle is free of this wallet. */
const DEVNET_WALLET_ID = 'cuckoo-devnet-wallet';
const CONNECTED = 'cuckoo-devnet-wallet.connected';
const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" fill="#1e5a46"/>' +
      '<ellipse cx="14" cy="15" rx="7" ry="9" fill="#f4efe3"/><circle cx="11" cy="13" r="1.1" fill="#7a4b2a"/>' +
      '<circle cx="16" cy="10.5" r=".9" fill="#7a4b2a"/><circle cx="15.5" cy="17.5" r="1.3" fill="#7a4b2a"/></svg>',
  );

type Provider = ReturnType<typeof createDevnetProvider>;

function devnetConnector(network: NetworkConfig) {
  const { id: chainId } = chainOf(network);
  let opened: Promise<{ address: Address; provider: Provider }> | undefined;
  const open = () => (opened ??= openAccount());
  const accountsOf = async (): Promise<readonly Address[]> => [(await open()).address];

  async function openAccount() {
    const account = privateKeyToAccount(await openDevnetKey());
    return { address: account.address, provider: createDevnetProvider(network, account) };
  }

  return createConnector<Provider>((config) => ({
    id: DEVNET_WALLET_ID,
    name: 'Devnet wallet',
    type: 'local',
    // wagmi asks for accounts with or without their capabilities; this wallet has none to tell.
    async connect<withCapabilities extends boolean = false>(options?: {
      withCapabilities?: withCapabilities | boolean;
    }) {
      const accounts = await accountsOf();
      localStorage.setItem(CONNECTED, '1');
      const listed = options?.withCapabilities
        ? accounts.map((address) => ({ address, capabilities: {} }))
        : accounts;
      return { accounts: listed as never, chainId };
    },
    async disconnect() {
      localStorage.removeItem(CONNECTED);
    },
    getAccounts: accountsOf,
    getChainId: async () => chainId,
    getProvider: async () => (await open()).provider,
    isAuthorized: async () => localStorage.getItem(CONNECTED) !== null && (await hasDevnetKey()),
    async switchChain(parameters) {
      const chain = config.chains.find(({ id }) => id === parameters.chainId);
      if (chain === undefined)
        throw new SwitchChainError(new Error('The devnet wallet works only on its own devnet.'));
      return chain;
    },
    // The one account and the one chain never change.
    onAccountsChanged() {},
    onChainChanged() {},
    onDisconnect() {},
  }));
}

/** A wallet for trying things out: a fresh key in this browser, on a chain of no value. */
export const devnetWallet = (network: NetworkConfig): Wallet => ({
  id: DEVNET_WALLET_ID,
  name: t('shell.wallet.devnetWallet'),
  iconUrl: ICON,
  iconBackground: '#1e5a46',
  installed: true,
  createConnector: (details) => {
    const connector = devnetConnector(network);
    return createConnector((config) => ({ ...connector(config), ...details }));
  },
});
