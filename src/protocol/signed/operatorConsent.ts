import type { Address, Hex } from 'viem';
import {
  isSignedBy,
  type NetworkIdentity,
  OPERATOR_CONSENT,
  type OperatorSigner,
  stakingDomain,
  typedData,
} from '#protocol/signed/typedData.ts';

/**
 * An operator key's consent to serve the node of one owner: the staking contract asks for it when a node is
 * registered and when its key is replaced. Nobody but that owner can use it.
 */
export interface OperatorConsent {
  owner: Address;
  /** The contract's number: 1 for a miner, 2 for a coordinator. */
  role: 1 | 2;
  operator: Address;
  /** Unix seconds until which the contract takes it. */
  deadline: bigint;
}

const dataOf = (network: NetworkIdentity, consent: OperatorConsent) =>
  typedData(stakingDomain(network), OPERATOR_CONSENT, { ...consent });

/**
 * Signs the consent of the signer's own key.
 * @example
 * const signature = await signOperatorConsent(network, account, { owner, role: 2, deadline });
 */
export const signOperatorConsent = (
  network: NetworkIdentity,
  signer: OperatorSigner,
  consent: Omit<OperatorConsent, 'operator'>,
): Promise<Hex> => signer.signTypedData(dataOf(network, { ...consent, operator: signer.address }));

/**
 * Whether the operator key signed this consent, for this network.
 * @example
 * if (!(await isConsentSigned(network, consent, signature))) return 'NOT_SIGNED';
 */
export const isConsentSigned = (
  network: NetworkIdentity,
  consent: OperatorConsent,
  signature: Hex,
): Promise<boolean> => isSignedBy(dataOf(network, consent), signature, consent.operator);
