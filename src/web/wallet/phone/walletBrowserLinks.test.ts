import { expect, it } from 'vitest';
import { walletBrowserLinks } from '#web/wallet/phone/walletBrowserLinks.ts';

it('walletBrowserLinks opens the page that is shown, with its query', () => {
  const links = walletBrowserLinks(new URL('https://cuckoo.example/nodes/7?tab=votes&from=a%20b'));
  const encoded = 'https%3A%2F%2Fcuckoo.example%2Fnodes%2F7%3Ftab%3Dvotes%26from%3Da%2520b';
  expect(Object.fromEntries(links.map(({ name, href }) => [name, href]))).toEqual({
    MetaMask: 'https://link.metamask.io/dapp/cuckoo.example/nodes/7?tab=votes&from=a%20b',
    'Trust Wallet': `https://link.trustwallet.com/open_url?coin_id=60&url=${encoded}`,
    'Coinbase Wallet': `https://go.cb-w.com/dapp?cb_url=${encoded}`,
  });
});
