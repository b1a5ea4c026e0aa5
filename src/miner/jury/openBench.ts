import type { Address } from 'viem';
import { evidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import { CourtReader } from '#chain/courts/courtReader.ts';
import { readFined } from '#chain/courts/fines.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { readOperatorNode } from '#chain/standing.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { JuryBench } from '#miner/jury/juror.ts';
import type { JuryStore } from '#miner/jury/juryStore.ts';

/**
 * The court at which the node of a key sits, on the chain.
 * @example const bench = openBench(client, config, { operator, roster, store: openJuryStore(scope) });
 */
export function openBench(
  client: ReadClient,
  { chainId, contracts }: Pick<NetworkConfig, 'chainId' | 'contracts'>,
  { operator, store, roster }: { operator: Address; store: JuryStore; roster: Pick<RosterView, 'current'> },
): JuryBench {
  const { juries, staking } = contracts;
  return {
    court: { chainId, juries },
    chain: new CourtReader(client, juries),
    isFined: (jury, nodeId) => readFined(client, contracts, { ...jury, nodeId }),
    store,
    downloads: evidenceDownloads(client, staking, roster),
    readNodeId: async () => (await readOperatorNode(client, staking, operator))?.id,
  };
}
