import type { Address } from 'viem';

/** Whether a wallet owns a node, however the wallet writes its address. */
export const isOwnedBy = ({ owner }: { owner: Address }, wallet: Address): boolean =>
  owner.toLowerCase() === wallet.toLowerCase();
