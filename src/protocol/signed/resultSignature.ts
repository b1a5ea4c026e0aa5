import { keccak256, type Address, type Hex } from 'viem';
import {
  isSignedBy,
  protocolDomain,
  TASK_RESULT,
  typedData,
  type NetworkIdentity,
  type OperatorSigner,
} from '#protocol/signed/typedData.ts';

export const resultHashOf = (resultBytes: Uint8Array): Hex => keccak256(resultBytes);

/** What a miner signs: the assignment's digest and its result's hash. */
export interface ResultClaim {
  assignment: Hex;
  result: Hex;
}

const resultData = (network: NetworkIdentity, { assignment, result }: ResultClaim) =>
  typedData(protocolDomain(network), TASK_RESULT, { assignment, result });

/** The miner's signature over a claim: two different claims for one assignment are a fault. */
export const signResult = (network: NetworkIdentity, signer: OperatorSigner, claim: ResultClaim) =>
  signer.signTypedData(resultData(network, claim));

export const isResultSigned = (
  network: NetworkIdentity,
  claim: ResultClaim,
  { miner, signature }: { miner: Address; signature: Hex },
): Promise<boolean> => isSignedBy(resultData(network, claim), signature, miner);
