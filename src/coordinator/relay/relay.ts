import type { Logger } from 'pino';
import { activeOperators } from '#chain/activeOperators.ts';
import type { Roster } from '#chain/roster.ts';
import type { CourtStreams } from '#coordinator/court/courtStreams.ts';
import { JUROR_PLACES } from '#coordinator/miners/jurorPlaces.ts';
import type { Sessions } from '#coordinator/relay/sessions.ts';
import type { TaskStreams } from '#coordinator/relay/taskStreams.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode } from '#network/relayNode.ts';
import { COURT_FRAME_BYTES, COURT_PROTOCOL } from '#protocol/court/courtFrames.ts';
import type { GossipKind, GossipMessage } from '#protocol/messages/gossip.ts';
import {
  SESSION_FRAME_BYTES,
  SESSION_PROTOCOL,
  TASK_FRAME_BYTES,
  TASK_PROTOCOL,
} from '#protocol/messages/stream.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * Connections beyond the admitted miners and jurors: peers that have not sent hello yet, or only hear gossip.
 */
const SPARE_PEERS = 200;
/** Of those, from one IP address: a household or an office starts fewer tabs within seconds. */
const NEWCOMERS_PER_HOST = 50;

export interface RelaySettings {
  /** Multiaddrs to listen on. */
  listen: string[];
  announce?: string[];
  /** 32 bytes that fix the peer id. */
  privateKeySeed: Uint8Array;
  maxMiners: number;
  /** A proxy of ours makes all miners one address. */
  isBehindProxy?: boolean;
}

/** @throws when it cannot listen */
export function startRelayNode(
  settings: RelaySettings,
  network: NetworkIdentity,
  deps: { roster: { current(): Roster }; isAdmitted: (peer: string) => boolean; nowSeconds: () => number },
): Promise<PeerNode> {
  const { roster, isAdmitted, nowSeconds } = deps;
  return createRelayNode({
    listen: settings.listen,
    privateKeySeed: settings.privateKeySeed,
    maxPeers: settings.maxMiners + JUROR_PLACES + SPARE_PEERS,
    newcomers: {
      most: SPARE_PEERS,
      mostPerHost: settings.isBehindProxy === true ? SPARE_PEERS : NEWCOMERS_PER_HOST,
      isAdmitted,
    },
    ...(settings.announce === undefined ? {} : { announce: settings.announce }),
    deps: {
      network,
      nowSeconds,
      isCoordinator: (operator) => activeOperators(roster.current().coordinators).has(operator),
      activeMiners: () => activeOperators(roster.current().miners).size,
    },
  });
}

/** Connects the coordinator's two protocols to the node. */
export async function serveMiners(
  node: PeerNode,
  deps: { sessions: Sessions; taskStreams: TaskStreams; court: CourtStreams | undefined; log: Logger },
): Promise<void> {
  const { sessions, taskStreams, court, log } = deps;
  const logged = (handler: (stream: FrameStream) => Promise<void>) => async (stream: FrameStream) => {
    try {
      await handler(stream);
    } catch (error) {
      log.debug({ err: error, peer: stream.peer }, 'a stream broke');
      throw error;
    }
  };
  node.onPeerGone((peer) => {
    court?.peerGone(peer);
    sessions.peerGone(peer).catch((error: unknown) => log.error({ err: error }, 'could not end a session'));
  });
  await node.handle(
    TASK_PROTOCOL,
    { frameBytes: TASK_FRAME_BYTES },
    logged((stream) => taskStreams.handle(stream)),
  );
  await node.handle(
    SESSION_PROTOCOL,
    { frameBytes: SESSION_FRAME_BYTES },
    logged((stream) => sessions.handle(stream)),
  );
  if (court === undefined) return;
  await node.handle(
    COURT_PROTOCOL,
    { frameBytes: COURT_FRAME_BYTES },
    logged((stream) => court.handle(stream)),
  );
}

/** Gossips without waiting. Miners get their assignments and receipts by their own streams as well. */
export function gossip<K extends GossipKind>(
  node: PeerNode,
  log: Logger,
  kind: K,
  message: GossipMessage<K>,
): void {
  node.publish(kind, message).catch((error: unknown) => log.debug({ err: error, kind }, 'could not gossip'));
}
