import '#network/polyfill.ts';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { FrameStream } from '#network/frameStream.ts';
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
const door = { takeSocket: () => () => undefined, takeUpgrade: () => () => undefined };
const startRelay = (more: Partial<typeof door> = {}) =>
  start({
    relay: { maxPeers: 1, door: { ...door, ...more } },
    libp2p: { addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] } },
  });
const startTab = () => start({ libp2p: { connectionGater: { denyDialMultiaddr: () => false } } });

it('a socket that has become a WebSocket gives its place among raw sockets back, and stays', async () => {
  const leave = vi.fn();
  const relay = await startRelay({ takeSocket: () => leave });
  const tab = await startTab();
  const connection = await tab.libp2p.dial(multiaddr(relay.node.multiaddrs()[0]!));
  expect(leave).toHaveBeenCalled();
  expect(connection.status).toBe('open');
});

it('sends a frame as one WebSocket message: no length without its bytes', async () => {
  const [relay, tab] = [await startRelay(), await startTab()];
  const opened = new Promise<FrameStream>((resolve) => {
    const hold = (stream: FrameStream) => new Promise<void>(() => resolve(stream));
    void relay.node.handle('/test/hear/1', { frameBytes: 1_000 }, hold);
  });
  await tab.node.dial(relay.node.multiaddrs());
  const stream = await tab.node.open(relay.node.peerId, '/test/hear/1', { frameBytes: 1_000 });
  const send = vi.spyOn(WebSocket.prototype, 'send');
  for (const word of ['one', 'two', 'three']) {
    await stream.send(word);
    expect(await (await opened).receive(z.string())).toBe(word);
  }
  const sizes = send.mock.calls.map(([data]) => (data as Uint8Array).byteLength);
  expect(sizes.length).toBeGreaterThanOrEqual(3);
  // The length that Noise writes before a message has two bytes.
  expect(Math.min(...sizes)).toBeGreaterThan(2);
});
