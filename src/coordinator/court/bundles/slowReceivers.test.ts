import '#network/polyfill.ts';
import type { Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { pino } from 'pino';
import { zeroHash } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CourtStreams } from '#coordinator/court/courtStreams.ts';
import { accountOf, NETWORK } from '#coordinator/testing/world.ts';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode } from '#network/relayNode.ts';
import { createTabNode } from '#network/tabNode.ts';
import { COURT_FRAME_BYTES, COURT_PROTOCOL, courtFrameSchema } from '#protocol/court/courtFrames.ts';
import { encodeWire } from '#protocol/messages/wire.ts';

/** More than all buffers on the way to one peer hold. */
const BUNDLE = new Uint8Array(24_000_000);
const SLOW = 8;
const deps = {
  ...{ network: NETWORK, nowSeconds: () => Math.floor(Date.now() / 1_000) },
  ...{ isCoordinator: () => true, activeMiners: () => SLOW + 1 },
};
/** Peers of miners with seats, by peer id: half of the slow ones have some. */
const seated = new Set<string>();
const ended: string[] = [];
let relay: PeerNode;
let honest: PeerNode;
let slow: Awaited<ReturnType<typeof startPeerNode>>[];

beforeAll(async () => {
  relay = await createRelayNode({ deps, listen: ['/ip4/127.0.0.1/tcp/0/ws'], maxPeers: 20 });
  const streams = new CourtStreams({
    isAdmitted: () => true,
    operatorOf: (peer) => accountOf(peer).address,
    jurors: {
      has: async (operator) => [...seated].some((peer) => accountOf(peer).address === operator),
    },
    evidence: { get: async () => BUNDLE, about: async () => BUNDLE, resultOf: async () => zeroHash },
    desk: { commit: async () => undefined, reveal: async () => undefined },
    reports: { take: async () => undefined },
    ...{ log: pino({ level: 'silent' }), uptimeMs: () => performance.now() },
    pace: { bytesPerSecond: 256 * 1024, graceMs: 2_000 },
  });
  await relay.handle(COURT_PROTOCOL, { frameBytes: COURT_FRAME_BYTES }, (stream) =>
    streams.handle(stream).finally(() => ended.push(stream.peer)),
  );
  honest = await createTabNode({ deps, allowLocal: true });
  slow = await Promise.all(Array.from({ length: SLOW }, () => startPeerNode({ deps, libp2p: {} })));
  slow.slice(0, SLOW / 2).forEach(({ node }) => seated.add(node.peerId));
  seated.add(honest.peerId);
}, 60_000);
afterAll(() => Promise.all([relay, honest, ...slow.map(({ node }) => node)].map((node) => node.stop())));

/** Asks for the bundle and takes none of it. */
async function holdPlace({ node, libp2p }: (typeof slow)[number]): Promise<Stream> {
  await node.dial(relay.multiaddrs());
  const stream = await libp2p.dialProtocol(peerIdFromString(relay.peerId), COURT_PROTOCOL);
  stream.pause();
  const question = encodeWire({ type: 'evidence', hash: zeroHash });
  const frame = new Uint8Array(4 + question.byteLength);
  new DataView(frame.buffer).setUint32(0, question.byteLength);
  frame.set(question, 4);
  stream.send(frame);
  return stream;
}

it('a juror gets its bundle while eight others, half of them jurors, hold all places and read nothing', async () => {
  for (const each of slow) await holdPlace(each);
  const peer = await honest.dial(relay.multiaddrs());
  const ask = async () => {
    const stream = await honest.open(peer, COURT_PROTOCOL, { frameBytes: COURT_FRAME_BYTES });
    await stream.send({ type: 'evidence', hash: zeroHash });
    const answer = await stream.receive(courtFrameSchema, { maxBytes: COURT_FRAME_BYTES });
    await stream.close();
    return answer!;
  };
  // A juror asks again, and its questions are bounded.
  await expect.poll(async () => (await ask()).type, { timeout: 40_000, interval: 2_100 }).toBe('evidence');
  // Who read nothing has lost its place, and gets no other one soon.
  const slowPeers = slow.map(({ node }) => node.peerId);
  await expect.poll(() => slowPeers.every((each) => ended.includes(each)), { timeout: 20_000 }).toBe(true);
}, 90_000);
