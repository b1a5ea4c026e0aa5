import '#network/polyfill.ts';
import { readFileSync } from 'node:fs';
import type { Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { RosterFollower } from '#chain/follower/rosterFollower.ts';
import { networkConfigSchema } from '#chain/networkConfig.ts';
import type { CoordinatorReady } from '#tools/trust/kills/coordinatorProcess.ts';
import { fileStores, type TabStores } from '#tools/trust/kills/fileStores.ts';
import { forgingEngine } from '#tools/trust/kills/forgingEngine.ts';
import type { KillPoint } from '#tools/trust/kills/killPoints.ts';
import { lethalTrap } from '#tools/trust/kills/lethalTrap.ts';
import { slowClock } from '#tools/trust/kills/slowClock.ts';
import { openTab } from '#tools/trust/kills/tab.ts';

/** What the process is told, as JSON in its first argument. */
export interface TabOrders {
  /** For its stores. */
  folder: string;
  networkFile: string;
  /** Holds a `CoordinatorReady`, whenever the coordinator is there. */
  addressFile: string;
  /** Of `slowClock`. */
  sinceMs: number;
  /** Of the miner's node. */
  nodeId: string;
  key: Hex;
  journal: string;
  armed: readonly KillPoint[];
}

/** A mining tab in a process of its own, which kills itself at the moments that it is told. */
const orders = JSON.parse(process.argv[2]!) as TabOrders;
const trap = lethalTrap(orders.journal, orders.armed);

function trapped({ juries, results, vouchers }: TabStores): TabStores {
  const around = async <T>(what: 'result' | 'vote', store: () => Promise<T>): Promise<T> => {
    const steps = trap.stepsAt('tab', (moment) => moment.kind === 'tab' && moment.what === what);
    trap.pass(steps, 'before');
    const stored = await store();
    trap.pass(steps, 'after');
    return stored;
  };
  return {
    vouchers,
    juries: { ...juries, seal: (jury, vote) => around('vote', () => juries.seal(jury, vote)) },
    results: { ...results, keep: (...args) => around('result', () => results.keep(...args)) },
  };
}

const config = networkConfigSchema.parse(JSON.parse(readFileSync(orders.networkFile, 'utf8')));
const roster = new RosterFollower(config);
await roster.start();
const operator = privateKeyToAccount(orders.key);
await openTab({
  ...{
    config,
    roster,
    engine: forgingEngine,
    clock: slowClock(orders.sinceMs),
    stores: trapped(fileStores(orders.folder)),
  },
  miner: { id: BigInt(orders.nodeId), operator },
  find: () => JSON.parse(readFileSync(orders.addressFile, 'utf8')) as CoordinatorReady,
});
process.send!('ready');
// It does not outlive a test that was interrupted.
process.on('disconnect', () => process.exit());
