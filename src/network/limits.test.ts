import '#network/polyfill.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FrameStream } from '#network/frameStream.ts';
import type { GossipDeps } from '#network/gossip/gossipValidators.ts';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode } from '#network/relayNode.ts';
import { DRAW_REPORT_BYTES } from '#protocol/court/drawReport.ts';
import { GOSSIP_BYTES } from '#protocol/messages/gossip.ts';
import {
  SESSION_FRAME_BYTES,
  SESSION_PROTOCOL,
  TASK_FRAME_BYTES,
  TASK_PROTOCOL,
} from '#protocol/messages/stream.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

const nowSeconds = () => Math.floor(Date.now() / 1_000);
const deps: GossipDeps = {
  network: {
    chainId: 31337,
    staking: '0x1111111111111111111111111111111111111111',
    payments: '0x2222222222222222222222222222222222222222',
  },
  nowSeconds,
  isCoordinator: () => true,
  activeMiners: () => 1,
};
const frame = z.strictObject({ pad: z.instanceof(Uint8Array) });
/** Bytes that the CBOR of `{ pad }` adds to the pad's own, for pads of 64 KiB and more. */
const ENVELOPE = encodeWire({ pad: new Uint8Array(70_000) }).byteLength - 70_000;
/** The same for shorter pads, whose length takes two bytes less. */
const SHORT_ENVELOPE = encodeWire({ pad: new Uint8Array(20_000) }).byteLength - 20_000;

let relay: PeerNode;
let hostile: Awaited<ReturnType<typeof startPeerNode>>;
/** How the relay read the first frame of the newest stream. */
let received: Promise<{ bytes: number } | { error: unknown }>;

beforeAll(async () => {
  relay = await createRelayNode({ deps, listen: ['/ip4/127.0.0.1/tcp/0/ws'], maxPeers: 10 });
  hostile = await startPeerNode({ deps, libp2p: {} });
});
afterAll(() => Promise.all([relay.stop(), hostile.node.stop()]));

describe.each([
  ['session', SESSION_PROTOCOL, SESSION_FRAME_BYTES, SHORT_ENVELOPE],
  ['task', TASK_PROTOCOL, TASK_FRAME_BYTES, ENVELOPE],
] as const)('a frame of the %s stream', (_, protocol, limit, envelope) => {
  /** Sends one frame of this size from a peer without a limit of its own. */
  async function send(size: number): Promise<{ bytes: number } | { error: unknown }> {
    let tell: (result: { bytes: number } | { error: unknown }) => void = () => undefined;
    received = new Promise((resolve) => (tell = resolve));
    const read = async (stream: FrameStream) => {
      try {
        const message = await stream.receive(frame);
        tell({ bytes: message!.pad.byteLength + envelope });
      } catch (error) {
        tell({ error });
      }
    };
    current = read;
    const peer = await hostile.node.dial(relay.multiaddrs());
    const stream = await hostile.node.open(peer, protocol, { frameBytes: 2 * limit });
    await stream.send({ pad: new Uint8Array(size - envelope) }).catch(() => undefined);
    const result = await received;
    stream.abort(new Error('done'));
    return result;
  }

  let current: (stream: FrameStream) => Promise<void> = async () => undefined;
  beforeAll(() => relay.handle(protocol, { frameBytes: limit }, (stream) => current(stream)));

  it('is read when it is just within the limit', async () => {
    expect(await send(limit)).toEqual({ bytes: limit });
  });

  it('ends the stream with MALFORMED when it is one byte over', async () => {
    expect(await send(limit + 1)).toMatchObject({ error: { code: 'MALFORMED' } });
  });
});

describe.each([
  ['a gossip message', GOSSIP_BYTES, SHORT_ENVELOPE],
  ['a report of a wrong draw', DRAW_REPORT_BYTES, ENVELOPE],
  ['a request', TASK_LIMIT.requestBytes, ENVELOPE],
] as const)('%s', (_, limit, envelope) => {
  const read = (size: number) =>
    decodeWire(frame, encodeWire({ pad: new Uint8Array(size - envelope) }), limit);

  it('is decoded when it is just within the limit', () => {
    expect(read(limit).pad.byteLength).toBe(limit - envelope);
  });

  it('is refused with MALFORMED before it is decoded when it is one byte over', () => {
    expect(() => read(limit + 1)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });
});
