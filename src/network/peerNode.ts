import type { FrameStream } from '#network/frameStream.ts';
import type { GossipKind, GossipMessage } from '#protocol/messages/gossip.ts';
import type { Shard } from '#protocol/messages/gossipTopic.ts';

export interface OpenOptions {
  /** Largest frame that either side may send, in bytes. */
  frameBytes: number;
  signal?: AbortSignal;
}

/**
 * A member of the peer-to-peer network: a relay in Node or a tab in its worker. Peers are named by their peer
 * id in text form, addresses are multiaddrs in text form, so that no other folder depends on the networking
 * library.
 */
export interface PeerNode {
  readonly peerId: string;
  /** Where this node can be dialled, each ending in its peer id; empty for a tab. */
  multiaddrs(): string[];
  /**
   * Sends a message to all who listen to its topic. It is not an error if no one does.
   * @throws NetworkError TOO_LARGE
   */
  publish<K extends GossipKind>(kind: K, message: GossipMessage<K>): Promise<void>;
  /**
   * Listens to a kind; to assignments and audits as far as they are of the shard that `listenToShard` named.
   * Messages were validated. One may come again, so listeners are idempotent. Returns a function that stops
   * listening.
   */
  onGossip<K extends GossipKind>(kind: K, listener: (message: GossipMessage<K>) => void): () => void;
  /** Listens to the assignments and audits of this shard, and no longer to those of the one before. */
  listenToShard(shard: Shard): void;
  /**
   * Connects to one peer that has these addresses.
   * @returns its peer id, once both sides know each other's protocols
   * @throws NetworkError DIAL_FAILED
   */
  dial(multiaddrs: string[], options?: { signal?: AbortSignal }): Promise<string>;
  /** Opens a stream to a connected peer. @throws NetworkError NOT_CONNECTED, OPEN_FAILED */
  open(peer: string, protocol: string, options: OpenOptions): Promise<FrameStream>;
  /**
   * Answers streams of a protocol. The stream is closed when the handler resolves and aborted when it
   * rejects.
   */
  handle(
    protocol: string,
    options: { frameBytes: number },
    handler: (stream: FrameStream) => void | Promise<void>,
  ): Promise<void>;
  /** Calls back when a peer has connected. Returns a function that stops listening. */
  onPeerCame(listener: (peer: string) => void): () => void;
  /** Calls back when the last connection to a peer has closed. Returns a function that stops listening. */
  onPeerGone(listener: (peer: string) => void): () => void;
  disconnect(peer: string): Promise<void>;
  stop(): Promise<void>;
}
