import '#network/polyfill.ts';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { evidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import { CourtReader } from '#chain/courts/courtReader.ts';
import { readFined } from '#chain/courts/fines.ts';
import { readDrawVerdict } from '#chain/courts/reports/drawReports.ts';
import type { RosterFollower } from '#chain/follower/rosterFollower.ts';
import { identityOf, type NetworkConfig, readClientOf } from '#chain/networkConfig.ts';
import { readChannel } from '#chain/payments/channel.ts';
import { readNodeId } from '#chain/standing.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { MiningLoop } from '#miner/tasks/miningLoop.ts';
import { NO_LOANS } from '#miner/testing/loans.ts';
import { MemoryAnswers, MemoryFaults, MemoryFigures, MemoryPrices } from '#miner/testing/memoryStores.ts';
import { createTabNode } from '#network/tabNode.ts';
import type { OperatorSigner } from '#protocol/signed/typedData.ts';
import type { CoordinatorReady } from '#tools/trust/kills/coordinatorProcess.ts';
import type { TabStores } from '#tools/trust/kills/fileStores.ts';

/** What a tab keeps to itself, for who looks for a fault of the story's. */
function trace(what: string, error: unknown): void {
  if (process.env.TEST_LOG_LEVEL !== undefined) console.error(new Date().toISOString(), what, error);
}

export interface TabDeps {
  config: NetworkConfig;
  roster: RosterFollower;
  /** In place of a GPU. */
  engine: TaskEngine;
  /** Milliseconds since 1970. */
  clock: () => number;
  miner: { id: bigint; operator: OperatorSigner };
  stores: TabStores;
  /** Where the coordinator is now. @throws Error while it is away */
  find(): CoordinatorReady;
}

/** Opens a mining tab: all of it but its page and its GPU. */
export async function openTab({ config, roster, engine, clock, miner, stores, find }: TabDeps) {
  const client = readClientOf(config);
  const nowSeconds = () => Math.floor(clock() / 1_000);
  const { contracts } = config;
  const { address } = miner.operator;
  const board = new StatusBoard();
  board.set({ lifecycle: 'running' });
  const network = identityOf(config);
  const node = await createTabNode({
    deps: { network, nowSeconds, isCoordinator: () => true, activeMiners: () => 3 },
    allowLocal: true,
  });
  const { juries: store, vouchers, results } = stores;
  const loop = new MiningLoop({
    ...{ network, signer: miner.operator, node, roster, board, nowSeconds, vouchers, results },
    ...{ engine, loans: NO_LOANS, gpu: 'test adapter', trace, answers: new MemoryAnswers() },
    creditPrices: new MemoryPrices(),
    readChannel: (payer) => readChannel(client, contracts.payments, payer, address),
    readNodeId: (operator) => readNodeId(client, contracts.staking, operator),
    watch: {
      ...{ faults: new MemoryFaults(), figures: new MemoryFigures() },
      readVerdict: async (report) => (await readDrawVerdict(client, contracts, report, address)).verdict,
      readHash: async (block) => (await readHeader(client, block)).hash,
    },
    bench: {
      court: { chainId: config.chainId, juries: contracts.juries },
      ...{ chain: new CourtReader(client, contracts.juries), store, readNodeId: async () => miner.id },
      downloads: evidenceDownloads(client, contracts.staking, roster),
      isFined: (jury, nodeId) => readFined(client, contracts, { ...jury, nodeId }),
    },
    find: async () => {
      const { peerId, multiaddrs } = find();
      return { name: 'the coordinator', peerId, multiaddrs };
    },
  });
  await loop.start();
  const close = async () => {
    await loop.stop(0);
    await node.stop();
  };
  return { close };
}
