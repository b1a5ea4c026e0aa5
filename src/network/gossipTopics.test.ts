import '#network/polyfill.ts';
import { type Message, TopicValidatorResult } from '@chainsafe/libp2p-gossipsub';
import { generateKeyPair } from '@libp2p/crypto/keys';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GossipDeps, RECEIPT_MAX_AGE_S } from '#network/gossip/gossipValidators.ts';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import { assignmentOf, coordinator, network, receiptOf } from '#network/testing/signedMessages.ts';
import { GOSSIP_BYTES } from '#protocol/messages/gossip.ts';
import { topicName } from '#protocol/messages/gossipTopic.ts';
import { encodeWire } from '#protocol/messages/wire.ts';

const NOW = 1_900_000_000;
const deps: GossipDeps = {
  network,
  nowSeconds: () => NOW,
  isCoordinator: (operator) => operator === coordinator.address,
  activeMiners: () => 1_000,
};
const RECEIPT = topicName(network, { kind: 'receipt' });

let started: Awaited<ReturnType<typeof startPeerNode>>;
beforeAll(async () => {
  started = await startPeerNode({ deps, libp2p: {} });
});
afterAll(() => started.node.stop());

const key = await generateKeyPair('Ed25519');
const sender = peerIdFromPrivateKey(key);

/** The topic validator's verdict on a message of these bytes, whose signature gossipsub has checked. */
function judge(data: Uint8Array, change: Partial<Message> = {}, topic = RECEIPT): unknown {
  const message = {
    type: 'signed',
    from: sender,
    topic,
    data,
    sequenceNumber: 1n,
    signature: new Uint8Array(64),
    key: key.publicKey,
    ...change,
  } as Message;
  return started.libp2p.services.gossip.topicValidators.get(topic)?.(sender, message);
}

it('accepts a message of its topic’s shape', async () => {
  expect(await judge(encodeWire(await receiptOf(NOW)))).toBe(TopicValidatorResult.Accept);
});

it('rejects malformed and unsigned messages', async () => {
  const good = await receiptOf(NOW);
  for (const bytes of [
    new Uint8Array(),
    crypto.getRandomValues(new Uint8Array(300)),
    encodeWire({}),
    encodeWire({ ...good, extra: 1 }),
    encodeWire({ ...good, units: -1 }),
    encodeWire({ ...good, amount: 2n ** 256n }),
  ]) {
    expect(await judge(bytes)).toBe(TopicValidatorResult.Reject);
  }
  expect(await judge(encodeWire(good), { type: 'unsigned' })).toBe(TopicValidatorResult.Reject);
});

it('rejects a message larger than GOSSIP_BYTES', async () => {
  expect(await judge(new Uint8Array(GOSSIP_BYTES + 1))).toBe(TopicValidatorResult.Reject);
});

it('ignores an old message and rejects one that another key signed', async () => {
  const old = await receiptOf(NOW, { finishedAt: NOW - RECEIPT_MAX_AGE_S - 1 });
  expect(await judge(encodeWire(old))).toBe(TopicValidatorResult.Ignore);
  const changed = { ...(await receiptOf(NOW)), amount: 6n };
  expect(await judge(encodeWire(changed))).toBe(TopicValidatorResult.Reject);
});

it('rejects an assignment outside its task’s shard', async () => {
  const assignment = await assignmentOf(NOW, { taskId: `0x${'8'.repeat(64)}` });
  const judgeIn = (level: number, index: number) => {
    const topic = topicName(network, { kind: 'assignment', shard: { level, index } });
    return judge(encodeWire(assignment), {}, topic);
  };
  expect(await judgeIn(0, 0)).toBe(TopicValidatorResult.Accept);
  expect(await judgeIn(5, 17)).toBe(TopicValidatorResult.Accept);
  expect(await judgeIn(5, 16)).toBe(TopicValidatorResult.Reject);
  expect(await judgeIn(5, 18)).toBe(TopicValidatorResult.Reject);
});

it('listens to one shard at a time, and to no others', () => {
  const { gossip, libp2p } = started;
  const joined = () => libp2p.services.gossip.getTopics().filter((name) => name.includes('/assignment/'));
  gossip.listenToShard({ level: 5, index: 3 });
  gossip.listenToShard({ level: 5, index: 3 });
  expect(joined()).toEqual([expect.stringMatching(/\/assignment\/5\/3$/)]);
  gossip.listenToShard({ level: 6, index: 7 });
  expect(joined()).toEqual([expect.stringMatching(/\/assignment\/6\/7$/)]);
});
