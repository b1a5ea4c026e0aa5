import type { Hex } from 'viem';
import { checkPeerBinding, checkTerms, type PeerBinding } from '#protocol/signed/peerBinding.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/** Bindings that are remembered: those of the miners that one relay takes. */
const MOST = 10_000;

/**
 * Peer bindings whose signature was checked. Every heartbeat carries one, and recovering a secp256k1 signer
 * takes milliseconds.
 */
export class KnownBindings {
  readonly #network: NetworkIdentity;
  readonly #bySignature = new Map<Hex, PeerBinding>();

  constructor(network: NetworkIdentity) {
    this.#network = network;
  }

  /**
   * Checks that a binding lets this peer speak for its operator now.
   * @throws RefusalError BAD_BINDING
   */
  async check(binding: PeerBinding, peer: string, nowSeconds: number): Promise<void> {
    const known = this.#bySignature.get(binding.signature);
    if (known !== undefined && isSame(known, binding)) return checkTerms(binding, peer, nowSeconds);
    await checkPeerBinding(this.#network, binding, peer, nowSeconds);
    if (this.#bySignature.size >= MOST) this.#bySignature.delete(this.#bySignature.keys().next().value!);
    this.#bySignature.set(binding.signature, binding);
  }
}

const isSame = (a: PeerBinding, b: PeerBinding): boolean =>
  a.operator.toLowerCase() === b.operator.toLowerCase() && a.peer === b.peer && a.expiry === b.expiry;
