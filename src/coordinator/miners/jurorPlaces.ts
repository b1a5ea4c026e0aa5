import type { Address } from 'viem';

/** Peers that only use the court, at most: a network's inactive jurors, not its miners. */
export const JUROR_PLACES = 64;
/**
 * How long a place is kept without another hello, in ms: a tab that gets no work says hello again every 30 s.
 */
const KEPT_MS = 90_000;

interface Place {
  readonly operator: Address;
  /** In ms of a clock that never jumps. */
  readonly until: number;
}

/**
 * Places of peers that get no work, and may bring their votes to the court: nodes that were jailed, retired
 * or lost their bond when they were jurors already. They are apart from the miners' places (`MinerPool`), so
 * that neither can crowd out the other.
 */
export class JurorPlaces {
  readonly #byPeer = new Map<string, Place>();
  readonly #uptimeMs: () => number;

  constructor(uptimeMs: () => number) {
    this.#uptimeMs = uptimeMs;
  }

  /**
   * Takes a place, or keeps it for longer.
   * @returns false when there is none left
   */
  take(peer: string, operator: Address): boolean {
    if (!this.has(peer) && this.#byPeer.size >= JUROR_PLACES) return false;
    this.#byPeer.set(peer, { operator, until: this.#uptimeMs() + KEPT_MS });
    return true;
  }

  /** @returns false when it had none */
  leave(peer: string): boolean {
    return this.#byPeer.delete(peer);
  }

  has(peer: string): boolean {
    return this.#byPeer.has(peer);
  }

  /** The key for which a peer has a place. */
  operatorOf(peer: string): Address | undefined {
    return this.#byPeer.get(peer)?.operator;
  }

  /** The peer that has a place for this key. */
  peerOf(operator: Address): string | undefined {
    return [...this.#byPeer].find(([, place]) => place.operator === operator)?.[0];
  }

  /** Peers that have said no hello for long. */
  overdue(): string[] {
    return [...this.#byPeer].filter(([, { until }]) => until <= this.#uptimeMs()).map(([peer]) => peer);
  }
}
