import { type Address, type Hex, keccak256 } from 'viem';
import {
  isSignedBy,
  type NetworkIdentity,
  type OperatorSigner,
  protocolDomain,
  TASK_RESULT,
  typedData,
} from '#protocol/signed/typedData.ts';

/**
 * keccak256 of a result's bytes.
 *
 * @example
 * const hash = resultHashOf(encodeWire(result));
 */
export const resultHashOf = (resultBytes: Uint8Array): Hex => keccak256(resultBytes);

/** What a miner signs. */
export interface ResultClaim {
  /** Digest of the assignment. */
  assignment: Hex;
  /** Hash of the result's bytes. */
  result: Hex;
  /** What it is paid for: scheduler steps or tokens. */
  units: number;
  /** Merkle root over the work's intermediate values (`traceOf`). */
  trace: Hex;
}

const resultData = (network: NetworkIdentity, claim: ResultClaim) =>
  typedData(protocolDomain(network), TASK_RESULT, { ...claim });

/**
 * The miner's signature over a result. Signing two results for one assignment is a slashable fault.
 *
 * @example
 * const signature = await signResult(network, account, claim);
 */
export const signResult = (network: NetworkIdentity, signer: OperatorSigner, claim: ResultClaim) =>
  signer.signTypedData(resultData(network, claim));

/**
 * Whether `miner` signed the claim.
 *
 * @example
 * await isResultSigned(network, claim, { miner, signature });
 */
export const isResultSigned = (
  network: NetworkIdentity,
  claim: ResultClaim,
  { miner, signature }: { miner: Address; signature: Hex },
): Promise<boolean> => isSignedBy(resultData(network, claim), signature, miner);
