import '#network/polyfill.ts';
import { vi } from 'vitest';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { MiningLoop } from '#miner/tasks/miningLoop.ts';
import { MemoryResults, MemoryVouchers } from '#miner/testing/memoryStores.ts';
import { Boss, Chain, GatedEngine, miner, network, nowSeconds } from '#miner/testing/world.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createTabNode } from '#network/tabNode.ts';

/** A running mining loop with one coordinator. */
export interface Mining {
  chain: Chain;
  coordinator: Boss;
  engine: GatedEngine;
  vouchers: MemoryVouchers;
  results: MemoryResults;
  board: StatusBoard;
  loop: MiningLoop;
  tab: PeerNode;
}

export async function startMining(): Promise<Mining> {
  const [chain, coordinator, engine] = [new Chain(), new Boss(), new GatedEngine()];
  const [vouchers, results, board] = [new MemoryVouchers(), new MemoryResults(), new StatusBoard()];
  board.set({
    lifecycle: 'running',
    gpu: { name: 'test adapter', fallback: true },
    models: [READY_MODEL],
  });
  await coordinator.listen();
  const tab = await createTabNode({
    deps: { network, nowSeconds, isMiner: () => true, isCoordinator: () => true, activeMiners: () => 2 },
    allowLocal: true,
  });
  const loop = new MiningLoop({
    network,
    signer: miner,
    node: tab,
    roster: chain,
    engine,
    vouchers,
    results,
    board,
    gpu: 'test adapter',
    nowSeconds,
    trace: () => undefined,
    find: async () => ({
      name: 'Boss',
      peerId: coordinator.node.peerId,
      multiaddrs: coordinator.node.multiaddrs(),
    }),
  });
  await loop.start();
  return { chain, coordinator, engine, vouchers, results, board, loop, tab };
}

export async function stopMining({ loop, tab, coordinator }: Mining): Promise<void> {
  await loop.stop(0);
  await Promise.all([tab.stop(), coordinator.node.stop()]);
}

/** Waits for an expectation to hold. */
export const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

const READY_MODEL = {
  id: 'draw',
  name: 'Draw',
  state: 'ready',
  loadedBytes: 1,
  totalBytes: 1,
  detail: null,
  hourlyWei: null,
} as const;
