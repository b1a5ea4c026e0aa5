import type { PeerNode } from '#network/peerNode.ts';
import { PRESENCE_INTERVAL_S, PRESENCE_LIFETIME_S } from '#protocol/messages/gossip.ts';
import { BINDING_LIFETIME_S, signPeerBinding, type PeerBinding } from '#protocol/signed/peerBinding.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';

/**
 * gossipsub opens its own stream a moment after a session; a heartbeat of before is lost, so it is said
 * again, ms.
 */
const SECOND_BEAT_MS = 2_000;

export interface PresenceDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  node: PeerNode;
  nowSeconds(): number;
  /** What a heartbeat says. */
  state(): { models: Offer[]; load: number };
}

/**
 * The miner's heartbeat on gossip, and the binding of its peer to its key that heartbeats and hellos show.
 */
export class PresenceBeat {
  readonly #deps: PresenceDeps;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #binding: PeerBinding | undefined;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
  }

  /** The current binding, signed anew when half its life is over. */
  async binding(): Promise<PeerBinding> {
    const { network, signer, node, nowSeconds } = this.#deps;
    if (this.#binding === undefined || this.#binding.expiry < nowSeconds() + BINDING_LIFETIME_S / 2) {
      this.#binding = await signPeerBinding(network, signer, node.peerId, nowSeconds());
    }
    return this.#binding;
  }

  start(): void {
    this.#timers.add(setInterval(() => void this.#beat(), PRESENCE_INTERVAL_S * 1_000));
  }

  /** Somebody new listens. */
  announce(): void {
    void this.#beat();
    const again = setTimeout(() => {
      this.#timers.delete(again);
      void this.#beat();
    }, SECOND_BEAT_MS);
    this.#timers.add(again);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #beat(): Promise<void> {
    const { node, state, nowSeconds } = this.#deps;
    const { models, load } = state();
    const expiry = nowSeconds() + PRESENCE_LIFETIME_S;
    try {
      const binding = await this.binding();
      await node.publish('presence', { version: PROTOCOL_VERSION, binding, models, load, expiry });
    } catch {
      // Nobody hears us just now, as when the node is being stopped; the next beat says it again.
    }
  }
}
