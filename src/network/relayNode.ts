import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import type { Libp2p } from '@libp2p/interface';
import type { GossipDeps } from '#network/gossipValidators.ts';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { GOSSIP_KINDS } from '#protocol/messages/gossip.ts';

/** Connections a second from one address: many tabs may share one, and all come back after a restart. */
const CONNECTIONS_PER_SECOND = 200;
/** Connections that have not finished their handshake, at most. */
const PENDING_CONNECTIONS = 200;

export interface RelayOptions {
  deps: GossipDeps;
  /** 32 bytes that fix the peer id; without them it is random. */
  privateKeySeed?: Uint8Array;
  /** Multiaddrs to listen on, such as /ip4/0.0.0.0/tcp/8788/ws; port 0 takes a free one. */
  listen: string[];
  /** Multiaddrs to publish instead of those, such as /dns4/relay.example/tcp/443/tls/ws behind a proxy. */
  announce?: string[];
  /** Peers beyond this number are refused. */
  maxPeers: number;
}

/**
 * The coordinator's node, in Node: accepts tabs' connections and forwards gossip between them.
 * @throws when it cannot listen
 */
export async function createRelayNode(options: RelayOptions): Promise<PeerNode> {
  const started: { libp2p?: Libp2p } = {};
  const { node, gossip, libp2p } = await startPeerNode({
    deps: options.deps,
    relayPeers: options.maxPeers,
    ...(options.privateKeySeed === undefined
      ? {}
      : { privateKey: await generateKeyPairFromSeed('Ed25519', options.privateKeySeed) }),
    libp2p: {
      addresses: {
        listen: options.listen,
        ...(options.announce === undefined ? {} : { announce: options.announce }),
      },
      connectionManager: {
        maxConnections: options.maxPeers,
        inboundConnectionThreshold: CONNECTIONS_PER_SECOND,
        maxIncomingPendingConnections: PENDING_CONNECTIONS,
      },
      connectionGater: {
        // The connection manager's own bound only prunes afterwards.
        denyInboundConnection: () => (started.libp2p?.getConnections().length ?? 0) >= options.maxPeers,
      },
    },
  });
  started.libp2p = libp2p;
  for (const kind of GOSSIP_KINDS) gossip.subscribe(kind);
  return node;
}
