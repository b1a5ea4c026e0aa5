import type { Address } from 'viem';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { readDrawVerdict } from '#chain/courts/reports/drawReports.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import type { WatchBench } from '#miner/watch/coordinatorWatch.ts';

/**
 * What a tab watches coordinators with: its stores, and what the contract would say of a wrong draw.
 * @param operator whose report it would be
 */
export const watchBench = (
  client: ReadClient,
  contracts: NetworkConfig['contracts'],
  operator: Address,
  stores: Pick<WatchBench, 'faults' | 'figures'>,
): WatchBench => ({
  ...stores,
  readVerdict: async (report) => (await readDrawVerdict(client, contracts, report, operator)).verdict,
  readHash: async (block) => (await readHeader(client, block)).hash,
});
