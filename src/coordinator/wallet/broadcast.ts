import { BaseError, type Hex } from 'viem';
import type { ReadClient } from '#chain/networkConfig.ts';

/**
 * What became of a transaction that was handed to a node. `sent`: it has it, or may have it. `underpriced`:
 * another of the same nonce offers as much. `spent`: the nonce is in a block. `refused`: it will not have it.
 */
export type Broadcast = 'sent' | 'underpriced' | 'spent' | 'refused';

/** Nodes agree on no codes, only on words. */
const WORDS: readonly (readonly [RegExp, Broadcast])[] = [
  [/already known|already imported|known transaction/i, 'sent'],
  [/underpriced|fee too low/i, 'underpriced'],
  [/nonce too low|nonce is too low|nonce.*lower than/i, 'spent'],
  [/insufficient (funds|balance)|tx ?fee.*exceeds|tip higher than/i, 'refused'],
  [/intrinsic gas|floor data gas|gas uint64 overflow/i, 'refused'],
  // “exceeds block gas limit”, “exceeds maximum per-transaction gas limit”, “gas limit too high (cap: …”
  [
    /exceeds (the )?(max\w* )?((block|transaction|per-transaction) )?gas limit|gas limit (is )?too high/i,
    'refused',
  ],
  [/oversized data|initcode size|type not supported|not an eoa|invalid sender|negative value/i, 'refused'],
];

/**
 * Hands a signed transaction to the chain's node.
 * @returns with the node's error where it did not just take it
 */
export async function broadcast(
  client: ReadClient,
  serializedTransaction: Hex,
): Promise<{ outcome: Broadcast; error: unknown }> {
  try {
    await client.sendRawTransaction({ serializedTransaction });
    return { outcome: 'sent', error: undefined };
  } catch (error) {
    const text = error instanceof BaseError ? `${error.details} ${error.message}` : String(error);
    // Without a word that we know it may have arrived: it is sent again until it is in a block.
    return { outcome: WORDS.find(([words]) => words.test(text))?.[1] ?? 'sent', error };
  }
}
