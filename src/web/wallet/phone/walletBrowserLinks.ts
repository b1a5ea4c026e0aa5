export interface WalletBrowserLink {
  /** The wallet's name, a brand in every language. */
  name: string;
  href: string;
}

/** SLIP-44's number of Ethereum, by which Trust Wallet knows the chains like it. */
const ETHEREUM_COIN = 60;

/**
 * Links that open a page in the browser of a wallet's app, as the wallets document them. Where the app is
 * missing, they lead to where it is installed.
 * @see https://docs.metamask.io/metamask-connect/evm/guides/metamask-exclusive/use-deeplinks/
 * @see https://developer.trustwallet.com/developer/develop-for-trust/deeplinking
 * @see https://docs.cdp.coinbase.com/coinbase-wallet/developer-guidance/mobile-dapp-integration
 */
export function walletBrowserLinks(page: URL): WalletBrowserLink[] {
  const encoded = encodeURIComponent(page.href);
  const withoutScheme = page.href.slice(`${page.protocol}//`.length);
  return [
    // It takes the address as it is: encoded, its browser opens an empty tab.
    { name: 'MetaMask', href: `https://link.metamask.io/dapp/${withoutScheme}` },
    {
      name: 'Trust Wallet',
      href: `https://link.trustwallet.com/open_url?coin_id=${ETHEREUM_COIN}&url=${encoded}`,
    },
    { name: 'Coinbase Wallet', href: `https://go.cb-w.com/dapp?cb_url=${encoded}` },
  ];
}
