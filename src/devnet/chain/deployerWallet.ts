import {
  type Chain,
  createWalletClient,
  type Hex,
  http,
  type LocalAccount,
  type PublicActions,
  publicActions,
  type TransactionReceipt,
  type Transport,
  type WalletClient,
} from 'viem';
import { type ChainConfig, chainOf } from '#chain/networkConfig.ts';

/** How often a receipt is asked for, in ms: a devnet has it at once. */
const RECEIPT_POLLING_MS = 100;

export type DeployerWallet = WalletClient<Transport, Chain, LocalAccount> & PublicActions<Transport, Chain>;

export function deployerWallet(network: ChainConfig, account: LocalAccount): DeployerWallet {
  return createWalletClient({
    account,
    chain: chainOf(network),
    transport: http(network.rpcUrl),
    pollingInterval: RECEIPT_POLLING_MS,
  }).extend(publicActions);
}

/** @throws when the transaction was reverted */
export async function mined(wallet: DeployerWallet, hash: Hex): Promise<TransactionReceipt> {
  const receipt = await wallet.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`The transaction ${hash} was reverted.`);
  return receipt;
}
