import type { QueryClient } from '@tanstack/react-query';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';

/**
 * Reads again what was read from the chain, because a transaction has changed it.
 * @example await rereadChain(queries);
 */
export async function rereadChain(queries: QueryClient): Promise<void> {
  // A first reading that is under way would be waited for, not begun anew: it may have seen the old numbers.
  await queries.cancelQueries({ queryKey: CHAIN_KEY });
  await queries.invalidateQueries({ queryKey: CHAIN_KEY });
}
