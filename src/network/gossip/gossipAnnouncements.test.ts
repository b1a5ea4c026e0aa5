import '#network/polyfill.ts';
import { multiaddr } from '@multiformats/multiaddr';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import { network } from '#network/testing/signedMessages.ts';
import { GOSSIP_BYTES } from '#protocol/messages/gossip.ts';

const deps = { network, nowSeconds: () => 0, isCoordinator: () => false, activeMiners: () => 0 };
const libp2p = { connectionGater: { denyDialMultiaddr: () => false } };
type Started = Awaited<ReturnType<typeof startPeerNode>>;
let relay: Started;
let sender: Started;
let listener: Started;
const gossipOf = ({ libp2p: { services } }: Started) => services.gossip;

beforeAll(async () => {
  relay = await startPeerNode({ deps, libp2p: { addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] } } });
  [sender, listener] = [await startPeerNode({ deps, libp2p }), await startPeerNode({ deps, libp2p })];
  for (const { node } of [relay, sender, listener]) node.onGossip('receipt', () => undefined);
  for (const peer of [sender, listener]) await peer.libp2p.dial(multiaddr(relay.node.multiaddrs()[0]!));
});
afterAll(() => Promise.all([relay, sender, listener].map(({ node }) => node.stop())));

it('tells nobody of a message before it is known to be valid, however large it is', async () => {
  const gossip = gossipOf(relay);
  const topic = await vi.waitFor(() => {
    const shared = gossip.getTopics().find((each) => gossip.getSubscribers(each).length === 2);
    expect(gossipOf(sender).getSubscribers(shared!)).toHaveLength(1);
    return shared!;
  }, 5_000);
  const told = vi.fn();
  const forwarded = vi.fn();
  Object.assign(gossip, { sendIDontWants: told, forwardMessage: forwarded });
  const validate = gossip.topicValidators.get(topic)!;
  const judged = vi.fn(validate);
  gossip.topicValidators.set(topic, judged);

  await gossipOf(sender).publish(topic, new Uint8Array(GOSSIP_BYTES));
  await vi.waitFor(() => expect(judged).toHaveBeenCalledOnce(), 5_000);
  expect(told).not.toHaveBeenCalled();
  expect(await judged.mock.results[0]!.value).toBe('reject');
  expect(forwarded).not.toHaveBeenCalled();
});
