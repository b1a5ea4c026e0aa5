import { EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import '#network/polyfill.ts';
import { vi } from 'vitest';
import type { DrawVerdict } from '#chain/courts/reports/drawReports.ts';
import type { ModelLoans } from '#miner/engine/modelLoans.ts';
import { type ModelStatus, newModel } from '#miner/status/minerStatus.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { MiningLoop } from '#miner/tasks/miningLoop.ts';
import { Courthouse, court } from '#miner/testing/courthouse.ts';
import { GatedEngine } from '#miner/testing/gatedEngine.ts';
import { NO_LOANS } from '#miner/testing/loans.ts';
import {
  MemoryAnswers,
  MemoryFaults,
  MemoryFigures,
  MemoryJuries,
  MemoryPrices,
  MemoryResults,
  MemoryVouchers,
} from '#miner/testing/memoryStores.ts';
import { NO_DOWNLOADS } from '#miner/testing/relays.ts';
import { BEACON, Boss, Chain, miner, network, nodeOf, nowSeconds } from '#miner/testing/world.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createTabNode } from '#network/tabNode.ts';

/** The node that the miner's key serves. */
const MINER_NODE = 5n;

/** A running mining loop with one coordinator, or more. */
export interface Mining {
  chain: Chain;
  /** The first. */
  coordinator: Boss;
  coordinators: readonly Boss[];
  engine: GatedEngine;
  vouchers: MemoryVouchers;
  results: MemoryResults;
  answers: MemoryAnswers;
  juries: MemoryJuries;
  faults: MemoryFaults;
  figures: MemoryFigures;
  /** The chain's juries. */
  house: Courthouse;
  board: StatusBoard;
  loop: MiningLoop;
  tab: PeerNode;
}

export async function startMining(
  coordinators: readonly Boss[] = [new Boss()],
  {
    house = new Courthouse(miner.address),
    juries = new MemoryJuries(),
    readVerdict = async (): Promise<DrawVerdict> => 'fault',
    lending = (_: GatedEngine): Pick<ModelLoans, 'fetch' | 'lend'> => NO_LOANS,
  } = {},
): Promise<Mining> {
  const [chain, engine] = [new Chain(), new GatedEngine()];
  const [vouchers, results, board] = [new MemoryVouchers(), new MemoryResults(), new StatusBoard()];
  board.set({
    lifecycle: 'running',
    gpu: { name: 'test adapter', fallback: true },
    models: [READY_MODEL],
  });
  for (const each of coordinators) await each.listen();
  const tab = await createTabNode({
    deps: { network, nowSeconds, isCoordinator: () => true, activeMiners: () => 2 },
    allowLocal: true,
  });
  const answers = new MemoryAnswers();
  const [faults, figures] = [new MemoryFaults(), new MemoryFigures()];
  const loop = new MiningLoop({
    watch: { faults, figures, readVerdict, readHash: async () => BEACON },
    network,
    signer: miner,
    node: tab,
    roster: chain,
    engine,
    loans: lending(engine),
    vouchers,
    creditPrices: new MemoryPrices(),
    readChannel: async () => EMPTY_CHANNEL,
    readNodeId: async (operator) => nodeOf(operator, 'coordinator', 1n).id,
    results,
    answers,
    bench: {
      ...{ court, chain: house, isFined: house.isFined, store: juries, downloads: NO_DOWNLOADS },
      readNodeId: async () => MINER_NODE,
    },
    board,
    gpu: 'test adapter',
    nowSeconds,
    trace: () => undefined,
    find: async ({ operator }) => {
      const { node } = coordinators.find(({ account }) => account.address === operator)!;
      return { name: 'Boss', peerId: node.peerId, multiaddrs: node.multiaddrs() };
    },
  });
  await loop.start();
  const [coordinator] = coordinators;
  return {
    ...{
      chain,
      coordinator: coordinator!,
      coordinators,
      engine,
      vouchers,
      results,
      answers,
      juries,
      house,
      faults,
      figures,
    },
    ...{ board, loop, tab },
  };
}

export async function stopMining({ loop, tab, coordinators }: Mining): Promise<void> {
  await loop.stop(0);
  await Promise.all([tab.stop(), ...coordinators.map(({ node }) => node.stop())]);
}

/** Waits for an expectation to hold. */
export const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

const READY_MODEL: ModelStatus = { ...newModel('draw', 'Draw'), state: 'ready' };
