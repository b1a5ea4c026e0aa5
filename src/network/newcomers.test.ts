import '#network/polyfill.ts';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { generateKeyPair } from '@libp2p/crypto/keys';
import type { Connection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GossipDeps } from '#network/gossip/gossipValidators.ts';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import type { PeerNode } from '#network/peerNode.ts';
import type { NewcomerLimits } from '#network/relayDoor.ts';
import { createRelayNode } from '#network/relayNode.ts';
import { createTabNode } from '#network/tabNode.ts';

const deps: GossipDeps = {
  network: {
    chainId: 31337,
    staking: '0x1111111111111111111111111111111111111111',
    payments: '0x2222222222222222222222222222222222222222',
  },
  nowSeconds: () => Math.floor(Date.now() / 1_000),
  isCoordinator: () => false,
  activeMiners: () => 0,
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

/** A WebSocket without anything behind it. */
async function upgrade(): Promise<Socket> {
  const [, , , , port] = relay.multiaddrs()[0]!.split('/');
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(UPGRADE);
  await once(socket, 'data');
  return socket.resume();
}

beforeEach(() => admitted.clear());
afterEach(async () => {
  await Promise.all([relay, ...tabs.splice(0)].map((node) => node.stop()));
});

describe('a relay', () => {
  it.each([
    ['in all', { most: 2, mostPerHost: 9 }],
    ['from one address', { most: 9, mostPerHost: 2 }],
  ])('refuses a newcomer beyond its limit %s, and takes one once another is admitted', async (_, limits) => {
    await listen(limits);
    const first = await come();
    await come();
    await expect(come()).rejects.toMatchObject({ code: 'DIAL_FAILED' });
    admitted.add(first);
    await come();
  });

  it('takes no more newcomers than its limit when they dial at the same moment', async () => {
    await listen({ most: 4, mostPerHost: 4 });
    const dials = await Promise.allSettled(Array.from({ length: 9 }, come));
    expect(dials.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  });

  it.each([1, 2])('keeps two connections of one peer that dials %i at a time', async (together) => {
    await listen({ most: 9, mostPerHost: 9 });
    const keys = await generateKeyPair('Ed25519');
    const dial = async () => {
      const tab = await startPeerNode({
        ...{ deps, privateKey: keys },
        libp2p: { connectionGater: { denyDialMultiaddr: () => false } },
      });
      tabs.push(tab.node);
      return tab.libp2p.dial(multiaddr(relay.multiaddrs()[0]!));
    };
    const connections: Connection[] = [];
    for (let round = 0; round < 4 / together; round++) {
      connections.push(...(await Promise.all(Array.from({ length: together }, dial))));
    }
    const open = () => connections.filter(({ status }) => status === 'open').length;
    await expect.poll(open).toBe(2);
  });

  it('refuses every peer beyond its places, admitted or not', async () => {
    await listen({ most: 99, mostPerHost: 99 });
    for (let at = 0; at < 10; at++) admitted.add(await come());
    await expect(come()).rejects.toMatchObject({ code: 'DIAL_FAILED' });
  });

  it('tells of each peer that comes and goes', async () => {
    await listen({ most: 9, mostPerHost: 9 });
    const news: string[] = [];
    relay.onPeerCame((peer) => news.push(`${peer} came`));
    relay.onPeerGone((peer) => news.push(`${peer} left`));
    const peer = await come();
    await tabs[0]!.stop();
    await expect.poll(() => news).toEqual([`${peer} came`, `${peer} left`]);
  });

  it('closes a WebSocket that does not say who it is within seconds, and keeps places for others', async () => {
    await listen({ most: 9, mostPerHost: 2 });
    const silent = [await upgrade(), await upgrade()];
    await expect(come()).rejects.toMatchObject({ code: 'DIAL_FAILED' });
    await Promise.all(silent.map((socket) => once(socket, 'close')));
    await come();
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
    await listen({ most: 9, mostPerHost: 9 });
    const socket = await upgrade();
    socket.write(Buffer.from(frame));
    await once(socket, 'close');
    await come();
  });
});
