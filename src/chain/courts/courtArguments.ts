import {
  concatHex,
  type Hex,
  keccak256,
  parseSignature,
  signatureToCompactSignature as toCompactSignature,
} from 'viem';
import type { Evidence } from '#protocol/court/evidence.ts';
import { FINDING, type OpenedVote, type SealedVote } from '#protocol/court/vote.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';

/**
 * The operators that an assignment passed over, as the contracts take and hash them: 20 bytes each.
 * @example await simulate('reportWrongOrder', [proof, packedPassed(assignment), called]);
 */
export const packedPassed = ({ passed }: Pick<Assignment, 'passed'>): Hex => concatHex(passed);

/**
 * A signed assignment with the header of its block: `AssignmentProof` of the contracts.
 * @param header RLP-encoded, of the block `rosterBlock`
 * @example
 * const { header } = await readHeader(client, assignment.rosterBlock);
 * const proof = assignmentProof(assignment, header);
 */
export const assignmentProof = ({ signature, ...assignment }: Assignment, header: Hex) => ({
  assignment: {
    ...assignment,
    rosterBlock: BigInt(assignment.rosterBlock),
    passed: keccak256(packedPassed(assignment)),
    expiry: BigInt(assignment.expiry),
  },
  ...{ signature, header },
});

/**
 * The result of some evidence with its miner's signature: `SignedResult` of the contracts.
 * @example await simulate('open', [proof, signedResult(evidence), exhibit, barred]);
 */
export const signedResult = ({ result, units, trace, signature }: Evidence) => ({
  result: { result: resultHashOf(result), units, trace },
  signature,
});

/**
 * A sealed vote as the contract takes it, its signature in the short form of EIP-2098.
 * @throws Error of viem for what is no signature
 * @example const args = [jury.caseId, [sealedVoteArgument(vote)]];
 */
export function sealedVoteArgument({ nodeId, vote, signature }: SealedVote) {
  const { r, yParityAndS: vs } = toCompactSignature(parseSignature(signature));
  return { nodeId, vote, r, vs };
}

/**
 * An opened vote as the contract takes it.
 * @example const args = [jury.caseId, [openedVoteArgument(vote)]];
 */
export const openedVoteArgument = ({ nodeId, finding, distance, salt }: OpenedVote) => ({
  ...{ nodeId, finding: FINDING[finding], distance, salt },
});
