import type { Connection } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import { hostOf } from '#network/limits/host.ts';
import { Places } from '#network/limits/places.ts';
import type { InboundDoor } from '#network/webSocketTransport.ts';

/** Sockets that have not become WebSockets yet. They cost little, and last seconds. */
const RAW_SOCKETS = 512;
/** Of those, from one host, where hosts are not all one proxy. */
const RAW_SOCKETS_PER_HOST = 64;

/** Bounds on peers that have not been admitted, so that they cannot take the places of those that were. */
export interface NewcomerLimits {
  most: number;
  /** From one IPv4 address or IPv6 /64. */
  mostPerHost: number;
  isAdmitted(peer: string): boolean;
}

export interface RelayDoorDeps {
  maxPeers: number;
  newcomers: NewcomerLimits | undefined;
  /** The connections that are set up. */
  connections(): readonly Pick<Connection, 'remotePeer' | 'remoteAddr'>[];
}

/**
 * Decides who may connect to a relay. Connections that are being set up count like those that are, so that a
 * burst gets no further than one peer after the other.
 */
export class RelayDoor implements InboundDoor {
  readonly #deps: RelayDoorDeps;
  readonly #raw: Places;
  readonly #upgrades: Places;

  constructor(deps: RelayDoorDeps) {
    this.#deps = deps;
    const { most, mostPerHost } = deps.newcomers ?? { most: deps.maxPeers, mostPerHost: deps.maxPeers };
    this.#upgrades = new Places({ most, mostPerHost });
    this.#raw = new Places({
      most: RAW_SOCKETS,
      mostPerHost: mostPerHost < most ? RAW_SOCKETS_PER_HOST : RAW_SOCKETS,
    });
  }

  takeSocket(address: string): (() => void) | undefined {
    return this.#raw.take(hostOf(address));
  }

  takeUpgrade(address: Multiaddr): (() => void) | undefined {
    const { maxPeers, newcomers } = this.#deps;
    const connections = this.#deps.connections();
    if (connections.length + this.#upgrades.size >= maxPeers) return undefined;
    const waiting = connections.filter(
      ({ remotePeer }) => newcomers !== undefined && !newcomers.isAdmitted(remotePeer.toString()),
    );
    return this.#upgrades.take(
      hostIn(address),
      waiting.map(({ remoteAddr }) => hostIn(remoteAddr)),
    );
  }
}

const hostIn = (address: Multiaddr): string => hostOf(address.getComponents()[0]?.value ?? 'unknown');
