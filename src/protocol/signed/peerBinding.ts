import { z } from 'zod';
import { addressField, peerIdField, signatureField, unixSecondsField } from '#protocol/fields.ts';
import { RefusalError } from '#protocol/refusal.ts';
import {
  isSignedBy,
  type NetworkIdentity,
  type OperatorSigner,
  PEER_BINDING,
  protocolDomain,
  typedData,
} from '#protocol/signed/typedData.ts';

/**
 * One signature by which a registered operator key (secp256k1) authorises a libp2p peer (Ed25519) to speak
 * for it. What the peer then says on its connection needs no more signatures.
 */
export const peerBindingSchema = z.strictObject({
  operator: addressField,
  peer: peerIdField,
  expiry: unixSecondsField,
  signature: signatureField,
});
export type PeerBinding = z.output<typeof peerBindingSchema>;

/** A day of mining without another signature, and a bound on the use of a stolen peer key. */
export const BINDING_LIFETIME_S = 24 * 3600;

const dataOf = (network: NetworkIdentity, binding: Omit<PeerBinding, 'signature'>) =>
  typedData(protocolDomain(network), PEER_BINDING, {
    operator: binding.operator,
    peer: binding.peer,
    expiry: BigInt(binding.expiry),
  });

/**
 * Signs a binding that lasts BINDING_LIFETIME_S seconds.
 * @param peer the peer id in text form
 *
 * @example
 * const binding = await signPeerBinding(network, account, node.peerId, nowSeconds());
 */
export async function signPeerBinding(
  network: NetworkIdentity,
  signer: OperatorSigner,
  peer: string,
  nowSeconds: number,
): Promise<PeerBinding> {
  const binding = { operator: signer.address, peer, expiry: nowSeconds + BINDING_LIFETIME_S };
  return { ...binding, signature: await signer.signTypedData(dataOf(network, binding)) };
}

/**
 * Checks that a binding lets this peer speak for its operator now.
 * @throws RefusalError BAD_BINDING when the binding is not this peer's, is over, or was not signed by its
 * operator
 * @example
 * await checkPeerBinding(network, hello.binding, connection.remotePeer.toString(), nowSeconds());
 */
export async function checkPeerBinding(
  network: NetworkIdentity,
  binding: PeerBinding,
  peer: string,
  nowSeconds: number,
): Promise<void> {
  if (binding.peer !== peer) throw new RefusalError('BAD_BINDING', 'bound to another peer');
  if (binding.expiry <= nowSeconds) throw new RefusalError('BAD_BINDING', 'expired');
  if (binding.expiry > nowSeconds + 2 * BINDING_LIFETIME_S)
    throw new RefusalError('BAD_BINDING', 'lasts too long');
  if (!(await isSignedBy(dataOf(network, binding), binding.signature, binding.operator))) {
    throw new RefusalError('BAD_BINDING', 'signature is not the operator’s');
  }
}
