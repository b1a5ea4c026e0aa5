import '#network/polyfill.ts';
import { readFileSync } from 'node:fs';
import type { Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { RosterFollower } from '#chain/follower/rosterFollower.ts';
import { networkConfigSchema } from '#chain/networkConfig.ts';
import { MemoryJuries, MemoryResults, MemoryVouchers } from '#miner/testing/memoryStores.ts';
import { openTab } from '#tools/trust/kills/tab.ts';
import { openNativeEngine } from '#tools/trust/steady/nativeEngine.ts';

/** What the process is told, as JSON in its first argument. */
export interface MinerOrders {
  networkFile: string;
  /** Of the miner's node. */
  nodeId: string;
  key: Hex;
  /** Of the coordinator's relay. */
  peerId: string;
  multiaddrs: string[];
  models: string[];
}

/** A miner with the real loop and the native CPU for a GPU. Each message asks what it has computed so far. */
const orders = JSON.parse(process.argv[2]!) as MinerOrders;
const config = networkConfigSchema.parse(JSON.parse(readFileSync(orders.networkFile, 'utf8')));
const roster = new RosterFollower(config);
await roster.start();
const engine = await openNativeEngine(orders.models);
await openTab({
  ...{ config, roster, engine, clock: Date.now },
  miner: { id: BigInt(orders.nodeId), operator: privateKeyToAccount(orders.key) },
  stores: { juries: new MemoryJuries(), vouchers: new MemoryVouchers(), results: new MemoryResults() },
  find: () => ({ apiPort: 0, peerId: orders.peerId, multiaddrs: orders.multiaddrs }),
});
process.on('message', () => process.send!(engine.busyMs));
process.on('disconnect', () => process.exit());
process.send!('ready');
