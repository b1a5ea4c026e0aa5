import { type GossipSub, type Message, TopicValidatorResult } from '@chainsafe/libp2p-gossipsub';
import type { Logger } from '@libp2p/interface';
import { type GossipDeps, gossipValidators, type Verdict } from '#network/gossip/gossipValidators.ts';
import { NetworkError } from '#network/networkError.ts';
import {
  GOSSIP_BYTES,
  type GossipKind,
  type GossipMessage,
  gossipSchemas,
  isSharded,
  SHARDED_KINDS,
  type ShardedKind,
} from '#protocol/messages/gossip.ts';
import {
  allTopics,
  type Shard,
  shardLevelOf,
  shardOf,
  type Topic,
  topicName,
} from '#protocol/messages/gossipTopic.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { RefusalError } from '#protocol/refusal.ts';

const RESULT = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
} as const;

type Listeners = { [K in GossipKind]: Set<(message: GossipMessage<K>) => void> };

/** The network's topics over gossipsub: typed messages in and out, each judged by its kind's validator. */
export class GossipTopics {
  readonly #gossip: GossipSub;
  readonly #deps: GossipDeps;
  readonly #log: Logger;
  readonly #listeners: Listeners = { assignment: new Set(), receipt: new Set(), audit: new Set() };
  readonly #topics = new Map<string, Topic>();
  /** What a validator read, for the event that follows on the same message. */
  readonly #read = new WeakMap<Message, GossipMessage<GossipKind>>();
  /** The topics of the shard that this node listens to. */
  #shard: readonly string[] = [];

  constructor(gossip: GossipSub, deps: GossipDeps, log: Logger) {
    this.#gossip = gossip;
    this.#deps = deps;
    this.#log = log;
    for (const topic of allTopics()) {
      const name = topicName(deps.network, topic);
      this.#topics.set(name, topic);
      gossip.topicValidators.set(name, async (_peer, message) => {
        const verdict = await this.#judge(topic, message);
        if (verdict.verdict !== 'accept') log('%s: %s %s', topic.kind, verdict.verdict, verdict.code);
        return RESULT[verdict.verdict];
      });
    }
    gossip.addEventListener('message', (event) => this.#deliver(event.detail));
  }

  /** @throws NetworkError TOO_LARGE */
  async publish<K extends GossipKind>(kind: K, message: GossipMessage<K>): Promise<void> {
    const bytes = encodeWire(message);
    if (bytes.byteLength > GOSSIP_BYTES) {
      throw new NetworkError(
        'TOO_LARGE',
        `A ${kind} of ${bytes.byteLength} bytes; at most ${GOSSIP_BYTES} are allowed.`,
      );
    }
    await this.#gossip.publish(topicName(this.#deps.network, this.#topicOf(kind, message)), bytes);
  }

  /** Listens to a kind; to sharded ones as far as they are of the shard that the node listens to. */
  on<K extends GossipKind>(kind: K, listener: (message: GossipMessage<K>) => void): () => void {
    this.#listeners[kind].add(listener);
    if (!isSharded(kind)) this.#gossip.subscribe(topicName(this.#deps.network, { kind }));
    return () => this.#listeners[kind].delete(listener);
  }

  /** Listens to what is about the tasks of this shard, and no longer to those of the one before. */
  listenToShard(shard: Shard): void {
    const names = SHARDED_KINDS.map((kind) => topicName(this.#deps.network, { kind, shard }));
    if (this.#shard[0] === names[0]) return;
    for (const name of this.#shard) this.#gossip.unsubscribe(name);
    for (const name of names) this.#gossip.subscribe(name);
    this.#shard = names;
  }

  #topicOf<K extends GossipKind>(kind: K, message: GossipMessage<K>): Topic {
    if (!isSharded(kind)) return { kind };
    const { taskId } = message as GossipMessage<ShardedKind>;
    return { kind, shard: shardOf(taskId, shardLevelOf(this.#deps.activeMiners())) };
  }

  async #judge({ kind, shard }: Topic, message: Message): Promise<Verdict> {
    // [REJECT] The message says who signed it: gossipsub has checked that signature.
    if (message.type !== 'signed') return { verdict: 'reject', code: 'BAD_SIGNATURE' };
    let read: GossipMessage<GossipKind>;
    try {
      read = decodeWire(gossipSchemas[kind], message.data, GOSSIP_BYTES);
    } catch (error) {
      // [REJECT] The message is of its topic's shape and size.
      if (error instanceof RefusalError) return { verdict: 'reject', code: error.code };
      throw error;
    }
    // [REJECT] What is about a task is in its shard, where its witnesses listen.
    if (shard !== undefined && shardOf(read.taskId, shard.level).index !== shard.index)
      return { verdict: 'reject', code: 'MALFORMED' };
    const validator = gossipValidators[kind] as (
      message: GossipMessage<GossipKind>,
      deps: GossipDeps,
    ) => Promise<Verdict>;
    const verdict = await validator(read, this.#deps);
    if (verdict.verdict === 'accept') this.#read.set(message, read);
    return verdict;
  }

  #deliver(message: Message): void {
    const read = this.#read.get(message);
    const topic = this.#topics.get(message.topic);
    if (read === undefined || topic === undefined || message.type !== 'signed') return;
    const listeners = this.#listeners[topic.kind] as Set<(read: GossipMessage<GossipKind>) => void>;
    for (const listener of listeners) {
      try {
        listener(read);
      } catch (error) {
        this.#log.error('listener of %s failed - %e', topic.kind, error);
      }
    }
  }
}
