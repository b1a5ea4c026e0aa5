import type { Address } from 'viem';
import { readOwnSlashes } from '#chain/history/ownSlashes.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';

/** How often slashes are looked for again, in ms. */
const INTERVAL_MS = 60_000;

/** What slashes of these nodes took of a wallet's stake. */
export const useOwnSlashes = (address: Address, nodeIds: readonly bigint[]) =>
  useAddressQuery({
    name: `ownSlashes-${[...nodeIds].sort((a, b) => Number(a - b)).join()}`,
    address,
    intervalMs: INTERVAL_MS,
    read: async (user, { client, config }) =>
      nodeIds.length === 0 ? [] : readOwnSlashes(readerOf(client), config.contracts, { user, nodeIds }),
  });
