import '#network/polyfill.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { multiaddr } from '@multiformats/multiaddr';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode } from '#network/relayNode.ts';
import { assignmentOf, coordinator, network } from '#network/testing/signedMessages.ts';
import { longestTurn } from '#tools/hostile/longestTurn.ts';

const LEVEL = 0;
/**
 * CPU that junk may cost between two turns of the loop, in ms. Judging one such message takes some 10, and
 * ten times that before its code is compiled. A heartbeat is late after seconds, and a stream of text
 * stutters after a quarter of one. Judged in one go, as before, the junk takes 4,400.
 */
const MOST_MS = 250;
/** The score below which gossipsub reads nothing of a peer. */
const GRAYLIST = -80;

const nowSeconds = () => Math.floor(Date.now() / 1_000);
const deps = {
  ...{ network, nowSeconds, activeMiners: () => 1 },
  isCoordinator: (operator: string) => operator === coordinator.address,
};
let relay: PeerNode;
let tab: Awaited<ReturnType<typeof startPeerNode>>;
let junk: { peer: string; multiaddrs: string[] };
let child: ChildProcess;

beforeAll(async () => {
  relay = await createRelayNode({ deps, listen: ['/ip4/127.0.0.1/tcp/0/ws'], maxPeers: 10 });
  const [address] = relay.multiaddrs() as [string];
  tab = await startPeerNode({ deps, libp2p: { connectionGater: { denyDialMultiaddr: () => false } } });
  tab.node.listenToShard({ level: LEVEL, index: 0 });
  await tab.libp2p.dial(multiaddr(address));
  const file = fileURLToPath(new URL('junkPeer.ts', import.meta.url));
  child = fork(file, [address, coordinator.address], { execArgv: ['--import', 'tsx'] });
  [junk] = (await once(child, 'message')) as [typeof junk];
  await tab.libp2p.dial(multiaddr(junk.multiaddrs[0]!));
}, 60_000);

afterAll(async () => {
  child.kill('SIGKILL');
  await Promise.all([relay.stop(), tab.node.stop()]);
});

it('13 MB of junk keep neither a relay’s loop nor a tab’s, and cost their sender its score', async () => {
  const heard = vi.fn();
  tab.node.onGossip('assignment', heard);
  const { gossip } = tab.libp2p.services;
  const scores = gossip as unknown as { getScore(peer: string): number };
  const goneFrom = new Promise<string>((resolve) => relay.onPeerGone(resolve));
  const peers = () => gossip.getPeers().map(String);
  await vi.waitFor(() => expect(peers()).toContain(junk.peer), 10_000);

  let lowest = 0;
  const look = setInterval(() => (lowest = Math.min(lowest, scores.getScore(junk.peer))), 50);
  const turnMs = await longestTurn(async () => {
    child.send(LEVEL);
    const [{ bytes }] = (await once(child, 'message')) as [{ bytes: number }];
    expect(bytes).toBeGreaterThan(12_500_000);
    expect(await goneFrom).toBe(junk.peer);
    await vi.waitFor(() => expect(lowest).toBeLessThan(GRAYLIST), 20_000);
  });
  clearInterval(look);
  console.info(`300 junk assignments kept the loop for ${turnMs.toFixed(0)} ms of CPU at the most.`);
  expect(turnMs).toBeLessThan(MOST_MS);
  expect(heard).not.toHaveBeenCalled();

  const honest = await assignmentOf(nowSeconds());
  await relay.publish('assignment', honest);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(honest), 10_000);
}, 60_000);
