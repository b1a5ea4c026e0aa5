import { type GossipSub, type GossipSubComponents, gossipsub, StrictSign } from '@chainsafe/libp2p-gossipsub';
import { defaultTopicScoreParams, type TopicScoreParams } from '@chainsafe/libp2p-gossipsub/score';
import { GOSSIP_BYTES } from '#protocol/messages/gossip.ts';
import { allTopics, topicName } from '#protocol/messages/gossipTopic.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * Ids of seen messages are kept this long, in ms: longer than a receipt lives by its validator, clock skew
 * included, so that none passes twice.
 */
const SEEN_TTL_MS = 4 * 60_000;
/**
 * Bounds a whole RPC frame, in bytes; it carries many messages. Single ones are bounded by the validators.
 */
const MAX_RPC_BYTES = 2 * GOSSIP_BYTES;
/**
 * Bounds what a frame may hold: the library's defaults of thousands of ids in each of thousands of lists take
 * seconds to decode.
 */
const DECODE_LIMITS = {
  maxSubscriptions: 64,
  maxMessages: 64,
  maxControlMessages: 32,
  maxIhaveMessageIDs: 256,
  maxIwantMessageIDs: 64,
  maxIdontwantMessageIDs: 64,
  maxPeerInfos: 16,
};
/** Peers in a tab's mesh: as many as it serves coordinators, and some to spare. */
const TAB_DEGREE = 8;

/**
 * Only misbehaviour counts. A quiet peer is not a bad one (a relay's tabs only listen), and many tabs share
 * one address, so time in mesh, deliveries and co-location have no weight. The penalty is ten times the
 * square of the rejects: three in a minute take a peer below the graylist threshold of −80, where nothing it
 * sends is read. The score is checked once a second.
 */
const topicScore: TopicScoreParams = {
  ...defaultTopicScoreParams,
  topicWeight: 1,
  timeInMeshWeight: 0,
  firstMessageDeliveriesWeight: 0,
  meshMessageDeliveriesWeight: 0,
  meshFailurePenaltyWeight: 0,
  invalidMessageDeliveriesWeight: -10,
  /** Per second: the count halves in about a minute. */
  invalidMessageDeliveriesDecay: 0.99,
};

/**
 * gossipsub for this network. A relay's mesh covers all its peers: with the usual degree of 6 to 12 a star
 * loses messages.
 * @param relayPeers how many peers a relay takes; undefined for a tab
 */
export function networkGossip(
  network: NetworkIdentity,
  relayPeers?: number,
): (components: GossipSubComponents) => GossipSub {
  const topics = allTopics().map((topic) => topicName(network, topic));
  const degree = Math.max(relayPeers ?? TAB_DEGREE, TAB_DEGREE);
  return gossipsub({
    globalSignaturePolicy: StrictSign,
    allowedTopics: topics,
    allowPublishToZeroTopicPeers: true,
    // A relay sends the same bytes to all witnesses of a task.
    batchPublish: true,
    D: degree,
    Dlo: degree,
    Dhi: degree,
    Dscore: degree,
    Dout: 0,
    seenTTL: SEEN_TTL_MS,
    maxInboundDataLength: MAX_RPC_BYTES,
    decodeRpcLimits: DECODE_LIMITS,
    // An IDONTWANT goes to the whole mesh before the message was validated. Ours are small and few.
    idontwantMinDataSize: MAX_RPC_BYTES,
    // One peer's messages are judged one after the other, so that a flood waits on its own stream.
    awaitRpcHandler: true,
    awaitRpcMessageHandler: true,
    messageProcessingConcurrency: 1,
    // No bound on outbound buffers: overflowing one ends gossip with that peer for as long as it stays
    // connected. A peer that reads nothing loses its session, and its connection with its buffer.
    scoreParams: {
      IPColocationFactorWeight: 0,
      topics: Object.fromEntries(topics.map((topic) => [topic, topicScore])),
    },
  });
}
