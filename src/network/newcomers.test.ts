import '#network/polyfill.ts';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GossipDeps } from '#network/gossipValidators.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode, type NewcomerLimits } from '#network/relayNode.ts';
import { createTabNode } from '#network/tabNode.ts';

const deps: GossipDeps = {
  network: {
    chainId: 31337,
    staking: '0x1111111111111111111111111111111111111111',
    payments: '0x2222222222222222222222222222222222222222',
  },
  nowSeconds: () => Math.floor(Date.now() / 1_000),
  isMiner: () => false,
  isCoordinator: () => false,
};

const UPGRADE =
  'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n' +
  'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

const admitted = new Set<string>();
let relay: PeerNode;
const tabs: PeerNode[] = [];

async function listen(limits: Omit<NewcomerLimits, 'isAdmitted'>): Promise<void> {
  const newcomers = { ...limits, isAdmitted: (peer: string) => admitted.has(peer) };
  relay = await createRelayNode({ deps, listen: ['/ip4/127.0.0.1/tcp/0/ws'], maxPeers: 10, newcomers });
}

/** Connects another tab. @returns its peer id */
async function come(): Promise<string> {
  const tab = await createTabNode({ deps, allowLocal: true });
  tabs.push(tab);
  await tab.dial(relay.multiaddrs());
  return tab.peerId;
}

beforeEach(() => admitted.clear());
afterEach(async () => {
  await Promise.all([relay, ...tabs.splice(0)].map((node) => node.stop()));
});

describe('a relay', () => {
  it.each([
    ['in all', { most: 2, mostPerAddress: 9 }],
    ['from one address', { most: 9, mostPerAddress: 2 }],
  ])('refuses a newcomer beyond its limit %s, and takes one once another is admitted', async (_, limits) => {
    await listen(limits);
    const first = await come();
    await come();
    await expect(come()).rejects.toMatchObject({ code: 'DIAL_FAILED' });
    admitted.add(first);
    await come();
  });

  it('refuses every peer beyond its places, admitted or not', async () => {
    await listen({ most: 99, mostPerAddress: 99 });
    for (let at = 0; at < 10; at++) admitted.add(await come());
    await expect(come()).rejects.toMatchObject({ code: 'DIAL_FAILED' });
  });

  it('tells of each peer that comes and goes', async () => {
    await listen({ most: 9, mostPerAddress: 9 });
    const news: string[] = [];
    relay.onPeerCame((peer) => news.push(`${peer} came`));
    relay.onPeerGone((peer) => news.push(`${peer} left`));
    const peer = await come();
    await tabs[0]!.stop();
    await expect.poll(() => news).toEqual([`${peer} came`, `${peer} left`]);
  });

  // Frames of RFC 6455, unmasked ones and reserved bits among them: none may end the process.
  it.each([
    ['a message above a megabyte', [0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 1, 0, 0, 0, 0]],
    ['a message of 2^63 bytes', [0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]],
    ['a frame without a mask', [0x82, 0x01, 0x00]],
    ['a frame with reserved bits', [0xf2, 0x81, 0, 0, 0, 0, 0]],
    ['an opcode that does not exist', [0x8f, 0x80, 0, 0, 0, 0]],
    ['text that is not UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff]],
  ])('closes a socket that sends %s, and serves others', async (_, frame) => {
    await listen({ most: 9, mostPerAddress: 9 });
    const [, , , , port] = relay.multiaddrs()[0]!.split('/');
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(UPGRADE);
    await once(socket, 'data');
    socket.write(Buffer.from(frame));
    await once(socket, 'close');
    await come();
  });
});
