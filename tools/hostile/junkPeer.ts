/**
 * A hostile peer in a process of its own, so that making the junk keeps nobody else's loop. It listens, and
 * dials the multiaddr of its first argument. Told the level of the shards, it sends 300 assignments that
 * nobody signed, 13 MB, to all that it is connected to, and tells how many bytes that were.
 */
import '#network/polyfill.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { multiaddr } from '@multiformats/multiaddr';
import { type Hex, keccak256, toHex } from 'viem';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import { assignmentOf, network } from '#network/testing/signedMessages.ts';
import { shardOf, topicName } from '#protocol/messages/gossipTopic.ts';
import { encodeWire } from '#protocol/messages/wire.ts';

const JUNK = 300;
/** The relay and the tab. */
const PEERS = 2;
const LOOK_MS = 20;
/** Addresses that each assignment passes over: it has 43 kB then. */
const PASSED = 950;

const now = Math.floor(Date.now() / 1_000);
const { node, libp2p } = await startPeerNode({
  deps: { network, nowSeconds: () => now, isCoordinator: () => true, activeMiners: () => 1 },
  libp2p: {
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
    connectionGater: { denyDialMultiaddr: () => false },
  },
});
const { gossip } = libp2p.services;
await libp2p.dial(multiaddr(process.argv[2]!));

const addressOf = (number: number): Hex => `0x${keccak256(toHex(number)).slice(26)}`;
/** What is signed by another key than its coordinator's, which only a whole signature check finds. */
const forged = await assignmentOf(now, {
  coordinator: process.argv[3] as Hex,
  passed: Array.from({ length: PASSED }, (_, at) => addressOf(at)),
});

process.on('message', async (level: number) => {
  // Each side of a connection learns by itself that the other gossips.
  while (gossip.getPeers().length < PEERS) await wait(LOOK_MS);
  let bytes = 0;
  for (let number = 0; number < JUNK; number++) {
    const taskId = keccak256(toHex(number));
    const topic = topicName(network, { kind: 'assignment', shard: shardOf(taskId, level) });
    const junk = encodeWire({ ...forged, taskId });
    bytes += junk.byteLength;
    // As if each of them had asked for it.
    Object.assign(gossip, { topics: new Map([[topic, new Set(gossip.getPeers().map(String))]]) });
    await gossip.publish(topic, junk);
  }
  process.send!({ bytes });
});
process.send!({ peer: node.peerId, multiaddrs: node.multiaddrs() });
