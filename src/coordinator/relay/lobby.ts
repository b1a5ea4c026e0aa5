import type { PeerNode } from '#network/peerNode.ts';

export interface LobbyDeps {
  node: Pick<PeerNode, 'disconnect' | 'onPeerCame' | 'onPeerGone'>;
  isAdmitted(peer: string): boolean;
  /** How long a peer may be connected without being admitted, in ms. */
  patienceMs: number;
  onError(error: unknown): void;
}

export interface Lobby {
  /** Gives a connected peer whose session has ended time to be admitted again. */
  wait(peer: string): void;
  stop(): void;
}

/** Closes the connection of a peer that is not admitted in time: it only takes a place. */
export function keepLobby({ node, isAdmitted, patienceMs, onError }: LobbyDeps): Lobby {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const forget = (peer: string) => {
    clearTimeout(timers.get(peer));
    timers.delete(peer);
  };
  const wait = (peer: string) => {
    forget(peer);
    const close = () => {
      timers.delete(peer);
      if (!isAdmitted(peer)) node.disconnect(peer).catch(onError);
    };
    timers.set(peer, setTimeout(close, patienceMs));
  };
  const stops = [node.onPeerCame(wait), node.onPeerGone(forget)];
  return {
    wait,
    stop: () => {
      for (const stop of stops) stop();
      for (const peer of [...timers.keys()]) forget(peer);
    },
  };
}
