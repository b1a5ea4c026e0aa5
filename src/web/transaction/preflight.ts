import type { Address, Hex } from 'viem';
import { call, estimateGas } from 'viem/actions';
import { withGasHeadroom } from '#chain/gasHeadroom.ts';
import type { PageClient } from '#web/network/pageClient.ts';
import {
  isChainSilent,
  NO_GAS_SENTENCE,
  revertDataOf,
  TransactionFailure,
} from '#web/transaction/transactionSentence.ts';

interface TriedCall {
  account: Address;
  to: Address;
  data: Hex;
}

/**
 * Tries a call on the chain, so that a refusal is known before the wallet opens.
 * @returns the gas to send it with
 * @throws TransactionFailure NO_GAS, and what the node throws
 */
export async function preflight(client: PageClient, tried: TriedCall): Promise<bigint> {
  const block = await blockThatTakes(client, tried);
  if ((await client.getBalance({ address: tried.account })) === 0n)
    throw new TransactionFailure('NO_GAS', NO_GAS_SENTENCE);
  return withGasHeadroom(await estimateGas(client, { ...tried, blockTag: block }));
}

/**
 * The pending block has the time at which the call will run. The latest may be old where blocks come only
 * with transactions, and a cool-down that is over now was not over then. A few nodes have no pending block.
 */
async function blockThatTakes(client: PageClient, tried: TriedCall): Promise<'pending' | 'latest'> {
  try {
    await call(client, { ...tried, blockTag: 'pending' });
    return 'pending';
  } catch (error) {
    if (revertDataOf(error) !== undefined || isChainSilent(error)) throw error;
    await call(client, { ...tried, blockTag: 'latest' });
    return 'latest';
  }
}
