import '#network/polyfill.ts';
import { multiaddr } from '@multiformats/multiaddr';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startPeerNode } from '#network/libp2pPeerNode.ts';

const deps = {
  network: {
    chainId: 31337,
    staking: '0x1111111111111111111111111111111111111111',
    payments: '0x2222222222222222222222222222222222222222',
  } as const,
  nowSeconds: () => 0,
  isCoordinator: () => false,
  activeMiners: () => 0,
};
const libp2p = { connectionGater: { denyDialMultiaddr: () => false } };
type Started = Awaited<ReturnType<typeof startPeerNode>>;
let relay: Started;
let peer: Started;
/** What gossipsub reads after it has decoded a frame. */
const read = vi.fn(async (_from: unknown, _rpc: { control?: { ihave?: unknown[] } }) => undefined);

beforeAll(async () => {
  relay = await startPeerNode({ deps, libp2p: { addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] } } });
  peer = await startPeerNode({ deps, libp2p });
  Object.assign(relay.libp2p.services.gossip, { handleReceivedRpc: read });
});
afterAll(() => Promise.all([relay.node.stop(), peer.node.stop()]));

/** A length, as protobuf writes it. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}
const field = (tag: number, body: number[]): number[] => [tag, ...varint(body.length), ...body];
/** An RPC with IHAVEs of so many empty ids each. */
const ihaveFrame = (lists: number, ids: number): Uint8Array => {
  const ihave = field(0x0a, Array(ids).fill([0x12, 0]).flat());
  const rpc = field(0x1a, Array(lists).fill(ihave).flat());
  return Uint8Array.from([...varint(rpc.length), ...rpc]);
};

/** Sends a frame on a gossip stream of its own. @returns how many were read */
async function framesRead(frame: Uint8Array): Promise<number> {
  read.mockClear();
  const connection = await peer.libp2p.dial(multiaddr(relay.node.multiaddrs()[0]!));
  const stream = await connection.newStream(['/meshsub/1.2.0', '/meshsub/1.1.0', '/meshsub/1.0.0']);
  stream.send(frame);
  await vi
    .waitFor(
      () => expect(read.mock.calls.length + (stream.status === 'open' ? 0 : 1)).toBeGreaterThan(0),
      2_000,
    )
    .catch(() => undefined);
  stream.abort(new Error('done'));
  return read.mock.calls.filter(([, rpc]) => (rpc.control?.ihave?.length ?? 0) > 0).length;
}

it.each([
  ['256 ids', 1, 256, 1],
  ['257 ids', 1, 257, 0],
  ['33 lists', 33, 1, 0],
  ['half a million ids', 100, 500, 0],
])('a gossip frame with %s is read %i × %i: %i', async (_, lists, ids, expected) => {
  expect(await framesRead(ihaveFrame(lists, ids))).toBe(expected);
});
