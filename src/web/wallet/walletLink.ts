import { createContext, useContext } from 'react';
import type { Address, Hex, TypedDataDefinition } from 'viem';
import { CodedError } from '#protocol/codedError.ts';

/** The connected wallet's account, and the chain that the wallet is on. */
export interface WalletAccount {
  address: Address;
  chainId: number | undefined;
}

/** What the page asks of the connected wallet. Every request but `account` opens the wallet. */
export interface WalletActions {
  account(): WalletAccount | undefined;
  switchChain(chainId: number): Promise<void>;
  signTypedData(account: Address, data: TypedDataDefinition): Promise<Hex>;
  sendTransaction(transaction: {
    account: Address;
    chainId: number;
    to: Address;
    data: Hex;
    gas: bigint;
  }): Promise<Hex>;
  /** Of EIP-5792: what the wallet says, unchecked. Many wallets know none of it, and throw. */
  batches: WalletBatches;
}

/** A wallet's side of EIP-5792. */
export interface WalletBatches {
  /** What the wallet can do with calls on a chain. */
  capabilities(account: Address, chainId: number): Promise<unknown>;
  /** Opens the wallet, to have all of these calls done, or none of them. */
  send(batch: {
    account: Address;
    chainId: number;
    calls: readonly { to: Address; data: Hex }[];
  }): Promise<unknown>;
  /** How far a batch is that was sent. */
  status(id: string): Promise<unknown>;
}

/** RainbowKit's dialogs. */
export type WalletDialog = 'connect' | 'account' | 'network';

/**
 * The page's side of the wallet. Behind it are RainbowKit and wagmi, half of the page's script, which are
 * loaded only for a visitor who uses a wallet.
 */
export interface WalletLink {
  account: WalletAccount | undefined;
  /** A dialog was asked for and its script is on the way. */
  opening: boolean;
  /** Why the wallet's script could not be loaded, as a sentence. */
  failure: string | null;
  open(dialog: WalletDialog): void;
  /** @throws WalletLoadError */
  actions(): Promise<WalletActions>;
}

/** The wallet's side of the link. */
export interface WalletBridge {
  /** The dialog to open. */
  asked: WalletDialog | null;
  /** It is open, or there is no use for it any more. */
  onOpened: () => void;
  onAccount: (account: WalletAccount | undefined) => void;
}

export const WalletBridgeContext = createContext<WalletBridge>({
  asked: null,
  onOpened: () => undefined,
  onAccount: () => undefined,
});

/** The wallet's script could not be loaded. Its message is a sentence for the person in front of it. */
export class WalletLoadError extends CodedError<'NOT_LOADED'> {
  override readonly name = 'WalletLoadError';
}

export const WalletLinkContext = createContext<WalletLink | null>(null);

export function useWalletLink(): WalletLink {
  const link = useContext(WalletLinkContext);
  if (link === null) throw new Error('useWalletLink() outside <WalletProvider>');
  return link;
}
