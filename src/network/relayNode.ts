import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import type { Libp2p } from '@libp2p/interface';
import type { GossipDeps } from '#network/gossip/gossipValidators.ts';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { type NewcomerLimits, RelayDoor } from '#network/relayDoor.ts';

/** Connections a second from one address: many tabs may share one, and all come back after a restart. */
const CONNECTIONS_PER_SECOND = 200;
/** From the WebSocket to an encrypted connection, in ms: three round trips, on a slow line too. */
const UPGRADE_TIMEOUT_MS = 5_000;
/** Connections of one peer: a tab that reconnects has its old one until that is known to be dead. */
const CONNECTIONS_PER_PEER = 2;

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
  newcomers?: NewcomerLimits;
}

/**
 * The coordinator's node, in Node: accepts tabs' connections and forwards gossip between them.
 * @throws when it cannot listen
 */
export async function createRelayNode(options: RelayOptions): Promise<PeerNode> {
  const started: { libp2p?: Libp2p } = {};
  const { maxPeers, newcomers } = options;
  const door = new RelayDoor({
    ...{ maxPeers, newcomers },
    connections: () => started.libp2p?.getConnections() ?? [],
  });
  const { node, libp2p } = await startPeerNode({
    ...{ deps: options.deps },
    relay: { maxPeers, door },
    ...(options.privateKeySeed === undefined
      ? {}
      : { privateKey: await generateKeyPairFromSeed('Ed25519', options.privateKeySeed) }),
    libp2p: {
      // Tabs come to a relay. What others say of addresses never has it dial any, in its own network or not.
      connectionGater: { denyDialPeer: () => true, denyDialMultiaddr: () => true },
      addresses: {
        listen: options.listen,
        ...(options.announce === undefined ? {} : { announce: options.announce }),
      },
      connectionManager: {
        maxConnections: maxPeers,
        inboundConnectionThreshold: CONNECTIONS_PER_SECOND,
        inboundUpgradeTimeout: UPGRADE_TIMEOUT_MS,
        // The door counts them, fairly.
        maxIncomingPendingConnections: maxPeers,
      },
    },
  });
  started.libp2p = libp2p;
  // Not the gater: it is asked before a connection counts, so that many at once would all pass.
  libp2p.addEventListener('connection:open', ({ detail: connection }) => {
    if (libp2p.getConnections(connection.remotePeer).length > CONNECTIONS_PER_PEER)
      connection.abort(new Error('This peer has enough connections.'));
  });
  return node;
}
