import type { Address } from 'viem';

/** What is typed in a terminal, in the repository’s folder. The same in every language. */

/** Where the commands find the network: the file that the dApp is served with. */
const NETWORK = 'CUCKOO_NETWORK=network.json';

/** @param origin of the dApp */
export const saveNetworkCommand = (origin: string): string => `curl -o network.json ${origin}/network.json`;

/** The link that it prints opens this page with the consent. */
export const newKeyCommand = (owner: Address, origin: string): string =>
  `${NETWORK} npm run coordinator -- keys new --owner ${owner} --dapp ${origin}`;

export const startCommand = (url: string): string => `${NETWORK} PUBLIC_URL=${url} npm run coordinator`;

export const fundCommand = (receiver: Address): string => `npm run devnet:fund -- ${receiver}`;
