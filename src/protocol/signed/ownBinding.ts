import { BINDING_LIFETIME_S, type PeerBinding, signPeerBinding } from '#protocol/signed/peerBinding.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';

/**
 * A node's own binding. It is signed when it is first wanted, and again after half of its life.
 * @example
 * const own = new OwnBinding({ network, signer: account, peerId: node.peerId, nowSeconds });
 * await stream.send({ ...hello, binding: await own.current() });
 */
export class OwnBinding {
  readonly #deps: {
    network: NetworkIdentity;
    signer: OperatorSigner;
    peerId: string;
    nowSeconds(): number;
  };
  #binding: PeerBinding | undefined;

  /** @param deps `nowSeconds` is Unix time */
  constructor(deps: {
    network: NetworkIdentity;
    signer: OperatorSigner;
    peerId: string;
    nowSeconds(): number;
  }) {
    this.#deps = deps;
  }

  /** @returns a binding that lasts for BINDING_LIFETIME_S / 2 seconds at least */
  async current(): Promise<PeerBinding> {
    const { network, signer, peerId, nowSeconds } = this.#deps;
    if (this.#binding === undefined || this.#binding.expiry < nowSeconds() + BINDING_LIFETIME_S / 2)
      this.#binding = await signPeerBinding(network, signer, peerId, nowSeconds());
    return this.#binding;
  }
}
