import { createClient } from 'viem';
import {
  getBalance,
  getBlock,
  getChainId,
  getCode,
  getGasPrice,
  getLogs,
  getStorageAt,
  readContract,
} from 'viem/actions';
import {
  chainOf,
  type NetworkConfig,
  POLLING_INTERVAL_MS,
  type ReadClient,
  transportOf,
} from '#chain/networkConfig.ts';

/** Requests that are sent as one. Public nodes take batches of at least this many. */
const BATCH_SIZE = 20;

/**
 * A client of the chain with only the reads that the dApp makes: viem's public client brings all there are,
 * with ENS and more, and would be a third of the page's script. What a page asks at once goes in one request:
 * each costs a phone a round trip, and a slice of its processor.
 */
export function pageClientOf(config: NetworkConfig) {
  const client = createClient({
    chain: chainOf(config),
    transport: transportOf(config, 3, { batch: { batchSize: BATCH_SIZE } }),
    pollingInterval: POLLING_INTERVAL_MS,
    cacheTime: 0,
  });
  const reads: Pick<
    ReadClient,
    | 'getBalance'
    | 'getBlock'
    | 'getChainId'
    | 'getCode'
    | 'getGasPrice'
    | 'getLogs'
    | 'getStorageAt'
    | 'readContract'
  > = {
    getBalance: (request) => getBalance(client, request),
    getBlock: (request) => getBlock(client, request),
    getChainId: () => getChainId(client),
    getCode: (request) => getCode(client, request),
    getGasPrice: () => getGasPrice(client),
    // As viem itself writes it: its types are too deep to be compared.
    getLogs: (request) => getLogs(client, request as never) as never,
    getStorageAt: (request) => getStorageAt(client, request),
    readContract: (request) => readContract(client, request),
  };
  return client.extend(() => reads);
}

export type PageClient = ReturnType<typeof pageClientOf>;

/** The client as #chain takes it, which reads contracts, blocks and logs with it and nothing else. */
export const readerOf = (client: PageClient): ReadClient => client as unknown as ReadClient;
