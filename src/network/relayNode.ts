import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import type { Connection, Libp2p } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
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
  /** Bounds on peers that have not been admitted, so that they cannot take the places of those that were. */
  newcomers?: NewcomerLimits;
}

export interface NewcomerLimits {
  most: number;
  /** From one IP address. */
  mostPerAddress: number;
  isAdmitted(peer: string): boolean;
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
        denyInboundConnection: ({ remoteAddr }) => {
          const connections = started.libp2p?.getConnections() ?? [];
          if (connections.length >= options.maxPeers) return true;
          return options.newcomers !== undefined && isCrowded(options.newcomers, connections, remoteAddr);
        },
      },
    },
  });
  started.libp2p = libp2p;
  for (const kind of GOSSIP_KINDS) gossip.subscribe(kind);
  return node;
}

function isCrowded(limits: NewcomerLimits, connections: readonly Connection[], from: Multiaddr): boolean {
  const newcomers = connections.filter(({ remotePeer }) => !limits.isAdmitted(remotePeer.toString()));
  const host = hostOf(from);
  const neighbours = newcomers.filter(({ remoteAddr }) => hostOf(remoteAddr) === host);
  return newcomers.length >= limits.most || neighbours.length >= limits.mostPerAddress;
}

const hostOf = (address: Multiaddr): string | undefined => address.getComponents()[0]?.value;
