import type { PeerNode } from '#network/peerNode.ts';
import { PRESENCE_INTERVAL_S, PRESENCE_LIFETIME_S } from '#protocol/messages/gossip.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';
import { BINDING_LIFETIME_S, type PeerBinding, signPeerBinding } from '#protocol/signed/peerBinding.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';

/**
 * gossipsub opens its own stream shortly after a session opens, and a heartbeat sent before that is lost:
 * it is sent again after this time, in ms.
 */
const REPEAT_DELAY_MS = 2_000;

export interface PresenceDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  node: PeerNode;
  nowSeconds(): number;
  /** The content of a heartbeat. */
  state(): { models: Offer[]; load: number };
}

/**
 * Sends the miner's heartbeat over gossip, and keeps the peer binding that heartbeats and hellos carry.
 */
export class PresenceHeartbeat {
  readonly #deps: PresenceDeps;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #binding: PeerBinding | undefined;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
  }

  /** The current binding; it is signed again after half of its lifetime. */
  async binding(): Promise<PeerBinding> {
    const { network, signer, node, nowSeconds } = this.#deps;
    if (this.#binding === undefined || this.#binding.expiry < nowSeconds() + BINDING_LIFETIME_S / 2) {
      this.#binding = await signPeerBinding(network, signer, node.peerId, nowSeconds());
    }
    return this.#binding;
  }

  start(): void {
    this.#timers.add(setInterval(() => void this.#send(), PRESENCE_INTERVAL_S * 1_000));
  }

  /** Sends a heartbeat now, as when a coordinator has connected or the offers have changed. */
  announce(): void {
    void this.#send();
    const again = setTimeout(() => {
      this.#timers.delete(again);
      void this.#send();
    }, REPEAT_DELAY_MS);
    this.#timers.add(again);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #send(): Promise<void> {
    const { node, state, nowSeconds } = this.#deps;
    const { models, load } = state();
    const expiry = nowSeconds() + PRESENCE_LIFETIME_S;
    try {
      const binding = await this.binding();
      await node.publish('presence', { version: PROTOCOL_VERSION, binding, models, load, expiry });
    } catch {
      // No peer is subscribed now, or the node is stopping. The next heartbeat carries the same news.
    }
  }
}
