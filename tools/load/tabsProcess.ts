import '#network/polyfill.ts';
import { constants, setPriority } from 'node:os';
import { TestMiner } from '#coordinator/testing/testMiner.ts';
import { nodeOf } from '#coordinator/testing/world.ts';
import { shardLevelOf, shardOf } from '#protocol/messages/gossipTopic.ts';
import { HEARTBEAT_INTERVAL_S } from '#protocol/messages/stream.ts';
import { stakeOf, tabName } from '#tools/load/tabNames.ts';

/** Tabs that connect at the same moment: fewer than a relay lets in from one address. */
const TOGETHER = 16;
const HEARTBEAT_INTERVAL_MS = HEARTBEAT_INTERVAL_S * 1_000;

/**
 * Simulated tabs in a process of their own: the tab's own network node, session, heartbeats and task
 * protocol, without a GPU. Arguments: the first tab's number, how many, how many there are in all, and the
 * coordinator's addresses as JSON. Sends how many are connected, when all have joined and when one is lost.
 */
const [first, count, all] = process.argv.slice(2, 5).map(Number) as [number, number, number];
const multiaddrs = JSON.parse(process.argv[5]!) as string[];
// In the world each tab has a machine of its own: here they must not take the coordinator's.
setPriority(constants.priority.PRIORITY_LOW);
let connected = 0;

async function join(tab: number): Promise<void> {
  const name = tabName(tab);
  // It knows no coordinator, so it drops gossip unchecked: a check would take its own machine's time.
  const miner = await TestMiner.start(name, [], undefined, { activeMiners: all });
  miner.node.listenToShard(shardOf(nodeOf(name, stakeOf(tab)).operator, shardLevelOf(all)));
  const welcome = await miner.join(multiaddrs, ['draw']);
  if (welcome?.type !== 'welcome')
    throw new Error(`Tab ${tab} was not welcomed: ${JSON.stringify(welcome)}.`);
  const beat = () => void miner.beat([{ id: 'draw', together: 1 }]).catch(() => undefined);
  // Tabs are not opened in the same second.
  setTimeout(() => setInterval(beat, HEARTBEAT_INTERVAL_MS), HEARTBEAT_INTERVAL_MS * Math.random());
  connected += 1;
  const lost = () => {
    process.send!({ connected: --connected });
  };
  miner.nextWord().then(lost, lost);
}

const waiting = Array.from({ length: count }, (_, at) => first + at);
await Promise.all(
  Array.from({ length: TOGETHER }, async () => {
    for (let tab = waiting.shift(); tab !== undefined; tab = waiting.shift()) await join(tab);
  }),
);
process.send!({ connected });
