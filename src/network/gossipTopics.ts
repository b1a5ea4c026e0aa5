import { type GossipSub, type Message, TopicValidatorResult } from '@chainsafe/libp2p-gossipsub';
import type { Logger } from '@libp2p/interface';
import { type GossipDeps, gossipValidators, type Verdict } from '#network/gossipValidators.ts';
import { NetworkError } from '#network/networkError.ts';
import {
  GOSSIP_BYTES,
  GOSSIP_KINDS,
  type GossipKind,
  type GossipMessage,
  gossipSchemas,
  topicOf,
} from '#protocol/messages/gossip.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { RefusalError } from '#protocol/refusal.ts';

const RESULT = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
} as const;

type Listeners = { [K in GossipKind]: Set<(message: GossipMessage<K>, from: string) => void> };

/** The network's topics over gossipsub: typed messages in and out, each judged by its kind's validator. */
export class GossipTopics {
  readonly #gossip: GossipSub;
  readonly #deps: GossipDeps;
  readonly #log: Logger;
  readonly #listeners: Listeners = { presence: new Set(), assignment: new Set(), receipt: new Set() };
  /** What a validator read, for the event that follows on the same message. */
  readonly #read = new WeakMap<Message, GossipMessage<GossipKind>>();

  constructor(gossip: GossipSub, deps: GossipDeps, log: Logger) {
    this.#gossip = gossip;
    this.#deps = deps;
    this.#log = log;
    for (const kind of GOSSIP_KINDS) {
      gossip.topicValidators.set(topicOf(deps.network, kind), async (_peer, message) => {
        const verdict = await this.#judge(kind, message);
        if (verdict.verdict !== 'accept') log('%s: %s %s', kind, verdict.verdict, verdict.code);
        return RESULT[verdict.verdict];
      });
    }
    gossip.addEventListener('message', (event) => this.#deliver(event.detail));
  }

  /** Joins a kind's topic even without a listener, so that this node forwards its messages. */
  subscribe(kind: GossipKind): void {
    this.#gossip.subscribe(topicOf(this.#deps.network, kind));
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
    await this.#gossip.publish(topicOf(this.#deps.network, kind), bytes);
  }

  on<K extends GossipKind>(kind: K, listener: (message: GossipMessage<K>, from: string) => void): () => void {
    this.#listeners[kind].add(listener);
    this.subscribe(kind);
    return () => this.#listeners[kind].delete(listener);
  }

  async #judge<K extends GossipKind>(kind: K, message: Message): Promise<Verdict> {
    // [REJECT] The message says who signed it: gossipsub has checked that signature.
    if (message.type !== 'signed') return { verdict: 'reject', code: 'BAD_SIGNATURE' };
    let read: GossipMessage<K>;
    try {
      read = decodeWire(gossipSchemas[kind], message.data, GOSSIP_BYTES) as GossipMessage<K>;
    } catch (error) {
      // [REJECT] The message is of its topic's shape and size.
      if (error instanceof RefusalError) return { verdict: 'reject', code: error.code };
      throw error;
    }
    const verdict = await gossipValidators[kind](read, message.from.toString(), this.#deps);
    if (verdict.verdict === 'accept') this.#read.set(message, read);
    return verdict;
  }

  #deliver(message: Message): void {
    const read = this.#read.get(message);
    const kind = GOSSIP_KINDS.find((known) => topicOf(this.#deps.network, known) === message.topic);
    if (read === undefined || kind === undefined || message.type !== 'signed') return;
    const listeners = this.#listeners[kind] as Set<(read: GossipMessage<GossipKind>, from: string) => void>;
    for (const listener of listeners) {
      try {
        listener(read, message.from.toString());
      } catch (error) {
        this.#log.error('listener of %s failed - %e', kind, error);
      }
    }
  }
}
