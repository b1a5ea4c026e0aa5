import type { GossipSub } from '@chainsafe/libp2p-gossipsub';
import { type Identify, identify } from '@libp2p/identify';
import type { Connection, Libp2p, PrivateKey } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p, type Libp2pOptions } from 'libp2p';
import { createFrameStream, type FrameStream } from '#network/frameStream.ts';
import { guardGossip } from '#network/gossip/gossipDoor.ts';
import { networkGossip } from '#network/gossip/gossipSettings.ts';
import type { GossipDeps } from '#network/gossip/gossipValidators.ts';
import { GossipTopics } from '#network/gossipTopics.ts';
import { NetworkError } from '#network/networkError.ts';
import type { OpenOptions, PeerNode } from '#network/peerNode.ts';
import { streamMuxer } from '#network/streamMuxer.ts';
import { type InboundDoor, webSocketTransport } from '#network/webSocketTransport.ts';
import type { GossipKind, GossipMessage } from '#protocol/messages/gossip.ts';
import type { Shard } from '#protocol/messages/gossipTopic.ts';
import { withinMs } from '#protocol/withinMs.ts';

/** From the first byte to knowing each other's protocols, in ms. */
const DIAL_TIMEOUT_MS = 15_000;
/** Agreeing on a stream's protocol takes one round trip; this bounds it, in ms. */
const OPEN_TIMEOUT_MS = 10_000;
/** Gossip that a relay takes of each tab: gossipsub's own frames, and some to spare. */
const TABS_RATE = { perSecond: 5, burst: 60 };
/** Gossip that a tab takes of each relay: the assignments of its shard. */
const RELAYS_RATE = { perSecond: 100, burst: 1_000 };
/** Streams of one protocol that one peer may have open at a time. */
const MAX_STREAMS_PER_PEER = 16;

export type Services = { identify: Identify; gossip: GossipSub };

export interface PeerNodeOptions {
  deps: GossipDeps;
  privateKey?: PrivateKey;
  /** Of a relay only. */
  relay?: { maxPeers: number; door: InboundDoor };
  libp2p: Pick<Libp2pOptions, 'addresses' | 'connectionGater' | 'connectionManager'>;
}

/** Starts a libp2p node with what relays and tabs have in common. */
export async function startPeerNode(
  options: PeerNodeOptions,
): Promise<{ node: PeerNode; gossip: GossipTopics; libp2p: Libp2p<Services> }> {
  const libp2p = await createLibp2p<Services>({
    ...options.libp2p,
    ...(options.privateKey === undefined ? {} : { privateKey: options.privateKey }),
    transports: [webSocketTransport(options.relay?.door)],
    connectionEncrypters: [noise()],
    streamMuxers: [streamMuxer()],
    connectionMonitor: { enabled: false },
    services: {
      identify: identify(),
      gossip: networkGossip(options.deps.network, options.relay?.maxPeers),
    },
    start: false,
  });
  const gossip = new GossipTopics(
    libp2p.services.gossip,
    options.deps,
    libp2p.logger.forComponent('cuckoo:gossip'),
  );
  const forget = guardGossip(libp2p.services.gossip, {
    rate: options.relay === undefined ? RELAYS_RATE : TABS_RATE,
    onFlood: (peer) => void node.disconnect(peer).catch(() => undefined),
    nowMs: () => performance.now(),
  });
  const node = new Libp2pPeerNode(libp2p, gossip);
  node.onPeerGone(forget);
  await libp2p.start();
  return { node, gossip, libp2p };
}

class Libp2pPeerNode implements PeerNode {
  readonly peerId: string;
  readonly #libp2p: Libp2p<Services>;
  readonly #gossip: GossipTopics;
  readonly #identified = new WeakSet<Connection>();

  constructor(libp2p: Libp2p<Services>, gossip: GossipTopics) {
    this.peerId = libp2p.peerId.toString();
    this.#libp2p = libp2p;
    this.#gossip = gossip;
    libp2p.addEventListener('peer:identify', (event) => this.#identified.add(event.detail.connection));
  }

  multiaddrs(): string[] {
    return this.#libp2p.getMultiaddrs().map((address) => address.toString());
  }

  publish<K extends GossipKind>(kind: K, message: GossipMessage<K>): Promise<void> {
    return this.#gossip.publish(kind, message);
  }

  onGossip<K extends GossipKind>(kind: K, listener: (message: GossipMessage<K>) => void): () => void {
    return this.#gossip.on(kind, listener);
  }

  listenToShard(shard: Shard): void {
    this.#gossip.listenToShard(shard);
  }

  async dial(multiaddrs: string[], options: { signal?: AbortSignal } = {}): Promise<string> {
    const dial = async (signal: AbortSignal) => {
      const connection = await this.#libp2p.dial(
        multiaddrs.map((text) => multiaddr(text)),
        { signal },
      );
      await this.#untilIdentified(connection, signal);
      return connection.remotePeer.toString();
    };
    try {
      return await withinMs(DIAL_TIMEOUT_MS, dial, options.signal);
    } catch (cause) {
      throw new NetworkError('DIAL_FAILED', 'The peer could not be reached.', { cause });
    }
  }

  async open(peer: string, protocol: string, options: OpenOptions): Promise<FrameStream> {
    const connection = this.#libp2p
      .getConnections(peerIdFromString(peer))
      .find(({ status }) => status === 'open');
    if (connection === undefined) {
      throw new NetworkError('NOT_CONNECTED', 'There is no connection to the peer.');
    }
    const open = (signal: AbortSignal) =>
      connection.newStream(protocol, { signal, maxOutboundStreams: MAX_STREAMS_PER_PEER });
    try {
      const stream = await withinMs(OPEN_TIMEOUT_MS, open, options.signal);
      return createFrameStream(stream, peer, options.frameBytes);
    } catch (cause) {
      throw new NetworkError('OPEN_FAILED', 'The peer opened no stream.', { cause });
    }
  }

  async handle(
    protocol: string,
    options: { frameBytes: number },
    handler: (stream: FrameStream) => void | Promise<void>,
  ): Promise<void> {
    const log = this.#libp2p.logger.forComponent('cuckoo:stream');
    await this.#libp2p.handle(
      protocol,
      async (stream, connection) => {
        const frames = createFrameStream(stream, connection.remotePeer.toString(), options.frameBytes);
        try {
          await handler(frames);
          await frames.close();
        } catch (error) {
          log('%s ended - %e', protocol, error);
          frames.abort(error instanceof Error ? error : new Error(String(error)));
        }
      },
      { maxInboundStreams: MAX_STREAMS_PER_PEER },
    );
  }

  onPeerCame(listener: (peer: string) => void): () => void {
    return this.#onPeer('peer:connect', listener);
  }

  onPeerGone(listener: (peer: string) => void): () => void {
    return this.#onPeer('peer:disconnect', listener);
  }

  #onPeer(event: 'peer:connect' | 'peer:disconnect', listener: (peer: string) => void): () => void {
    const heard = ({ detail }: CustomEvent<{ toString(): string }>) => listener(detail.toString());
    this.#libp2p.addEventListener(event, heard);
    return () => this.#libp2p.removeEventListener(event, heard);
  }

  async disconnect(peer: string): Promise<void> {
    await this.#libp2p.hangUp(peerIdFromString(peer));
  }

  async stop(): Promise<void> {
    await this.#libp2p.stop();
  }

  /** Streams opened before identify has run can kill the muxer, and gossip waits for it too. */
  async #untilIdentified(connection: Connection, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    try {
      await new Promise<void>((resolve, reject) => {
        const check = () => {
          if (this.#identified.has(connection)) resolve();
          else if (signal.aborted) reject(signal.reason);
          else if (connection.status !== 'open') reject(new Error('the connection closed'));
        };
        const options = { signal: over.signal };
        this.#libp2p.addEventListener('peer:identify', check, options);
        this.#libp2p.addEventListener('connection:close', check, options);
        signal.addEventListener('abort', check, options);
        check();
      });
    } finally {
      over.abort();
    }
  }
}
