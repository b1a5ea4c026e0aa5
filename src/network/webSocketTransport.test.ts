import '#network/polyfill.ts';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, expect, it, vi } from 'vitest';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import { network } from '#network/testing/signedMessages.ts';

const deps = { network, nowSeconds: () => 0, isCoordinator: () => false, activeMiners: () => 0 };
type Started = Awaited<ReturnType<typeof startPeerNode>>;
const started: Started[] = [];
afterEach(() => Promise.all(started.splice(0).map(({ node }) => node.stop())));

async function start(options: Omit<Parameters<typeof startPeerNode>[0], 'deps'>): Promise<Started> {
  const peer = await startPeerNode({ deps, ...options });
  started.push(peer);
  return peer;
}

it('a socket that has become a WebSocket gives its place among raw sockets back, and stays', async () => {
  const leave = vi.fn();
  const door = { takeSocket: () => leave, takeUpgrade: () => () => undefined };
  const listen = ['/ip4/127.0.0.1/tcp/0/ws'];
  const relay = await start({ relay: { maxPeers: 1, door }, libp2p: { addresses: { listen } } });
  const tab = await start({ libp2p: { connectionGater: { denyDialMultiaddr: () => false } } });
  const connection = await tab.libp2p.dial(multiaddr(relay.node.multiaddrs()[0]!));
  expect(leave).toHaveBeenCalled();
  expect(connection.status).toBe('open');
});
