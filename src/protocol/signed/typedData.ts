import { type Address, type Hex, hashTypedData, recoverTypedDataAddress, type TypedDataDomain } from 'viem';

/**
 * Everything in the network that is signed by an operator key, as EIP-712 typed data. The domain separates
 * chains and deployments, so that nothing signed for one is valid on another.
 */

export interface NetworkIdentity {
  chainId: number;
  staking: Address;
  payments: Address;
}

/**
 * Domain of what peers check: bindings, assignments, results and receipts.
 *
 * @example
 * protocolDomain({ chainId: 31337, staking, payments }).name; // 'Cuckoo Protocol'
 */
export const protocolDomain = ({ chainId, staking }: NetworkIdentity): TypedDataDomain => ({
  name: 'Cuckoo Protocol',
  version: '1',
  chainId,
  verifyingContract: staking,
});

/** Domain of what the staking contract checks: the operator's consent to be registered. */
export const stakingDomain = ({ chainId, staking }: NetworkIdentity): TypedDataDomain => ({
  name: 'Cuckoo Staking',
  version: '1',
  chainId,
  verifyingContract: staking,
});

/** Domain of what the payments contract checks: vouchers. */
export const paymentsDomain = ({ chainId, payments }: NetworkIdentity): TypedDataDomain => ({
  name: 'Cuckoo Payments',
  version: '1',
  chainId,
  verifyingContract: payments,
});

/** An operator key agrees to serve the node of `owner` in `role` (1 miner, 2 coordinator). */
export const OPERATOR_CONSENT = {
  OperatorConsent: [
    { name: 'owner', type: 'address' },
    { name: 'role', type: 'uint8' },
    { name: 'operator', type: 'address' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/** The peer id speaks for the operator until `expiry` (Unix seconds). */
export const PEER_BINDING = {
  PeerBinding: [
    { name: 'operator', type: 'address' },
    { name: 'peer', type: 'string' },
    { name: 'expiry', type: 'uint64' },
  ],
} as const;

/**
 * The coordinator hands a task to a miner. `passed` is the hash of the packed addresses that were passed
 * over.
 */
export const ASSIGNMENT = {
  Assignment: [
    { name: 'taskId', type: 'bytes32' },
    { name: 'coordinator', type: 'address' },
    { name: 'miner', type: 'address' },
    { name: 'attempt', type: 'uint32' },
    { name: 'rosterBlock', type: 'uint64' },
    { name: 'beacon', type: 'bytes32' },
    { name: 'passed', type: 'bytes32' },
    { name: 'unitPrice', type: 'uint256' },
    { name: 'expiry', type: 'uint64' },
  ],
} as const;

/**
 * The miner vouches for a result: `assignment` is the digest of the signed assignment, `result` a keccak256,
 * `trace` the Merkle root over the work's intermediate values.
 */
export const TASK_RESULT = {
  TaskResult: [
    { name: 'assignment', type: 'bytes32' },
    { name: 'result', type: 'bytes32' },
    { name: 'units', type: 'uint32' },
    { name: 'trace', type: 'bytes32' },
  ],
} as const;

/** A juror's node has voted; `vote` is the hash of the vote. */
export const SEALED_VOTE = {
  SealedVote: [
    { name: 'caseId', type: 'uint256' },
    { name: 'round', type: 'uint256' },
    { name: 'nodeId', type: 'uint256' },
    { name: 'vote', type: 'bytes32' },
  ],
} as const;

/** The coordinator states what a task earned: `units`, and `amount` in wei of CAI. */
export const RECEIPT = {
  Receipt: [
    { name: 'taskId', type: 'bytes32' },
    { name: 'miner', type: 'address' },
    { name: 'result', type: 'bytes32' },
    { name: 'units', type: 'uint32' },
    { name: 'amount', type: 'uint256' },
    { name: 'finishedAt', type: 'uint64' },
  ],
} as const;

/** The coordinator states how a result is audited, or how its audit ended. */
export const AUDIT_NOTICE = {
  AuditNotice: [
    { name: 'taskId', type: 'bytes32' },
    { name: 'miner', type: 'address' },
    { name: 'assignment', type: 'bytes32' },
    { name: 'state', type: 'string' },
    { name: 'record', type: 'uint32' },
    { name: 'drawBlock', type: 'uint64' },
    { name: 'at', type: 'uint64' },
  ],
} as const;

/** The coordinator's operator wants a shared result of this task removed; `at` in Unix seconds. */
export const SHARED_REMOVAL = {
  SharedRemoval: [
    { name: 'taskId', type: 'bytes32' },
    { name: 'at', type: 'uint64' },
  ],
} as const;

/**
 * `payer` owes `payee` (an operator key) `cumulative` wei of CAI in all; a newer voucher replaces the older
 * one.
 */
export const VOUCHER = {
  Voucher: [
    { name: 'payer', type: 'address' },
    { name: 'payee', type: 'address' },
    { name: 'cumulative', type: 'uint256' },
  ],
} as const;

/**
 * The argument for viem's `signTypedData`, `hashTypedData` and `recoverTypedDataAddress`.
 *
 * @example
 * const data = typedData(paymentsDomain(network), VOUCHER, { payer, payee, cumulative: 5n });
 */
export function typedData<const T extends Record<string, readonly { name: string; type: string }[]>>(
  domain: TypedDataDomain,
  types: T,
  message: Record<string, unknown>,
) {
  return { domain, types, primaryType: Object.keys(types)[0]!, message };
}

/** What `typedData` returns. */
export type SignableTypedData = ReturnType<typeof typedData>;

/** Signs typed data: a viem local account, or a test's. */
export interface OperatorSigner {
  readonly address: Address;
  signTypedData(data: SignableTypedData): Promise<Hex>;
}

/**
 * Whether `signer` signed `data`; false for a malformed signature too.
 *
 * @example
 * if (!(await isSignedBy(data, signature, coordinator))) throw new RefusalError('BAD_SIGNATURE');
 */
export async function isSignedBy(data: SignableTypedData, signature: Hex, signer: Address): Promise<boolean> {
  try {
    const recovered = await recoverTypedDataAddress({ ...data, signature });
    return recovered.toLowerCase() === signer.toLowerCase();
  } catch {
    // viem throws on a signature that no key can produce; to the caller it is just a wrong signature.
    return false;
  }
}

/**
 * The EIP-712 digest that a signature covers.
 *
 * @example
 * const digest = typedDataDigest(data); // '0x…', 32 bytes
 */
export const typedDataDigest = (data: SignableTypedData): Hex => hashTypedData(data);
