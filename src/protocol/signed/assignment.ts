import { concat, type Hex, keccak256 } from 'viem';
import { z } from 'zod';
import { MAX_PASSED } from '#protocol/draw/mostPassed.ts';
import { addressField, amountField, hashField, signatureField, unixSecondsField } from '#protocol/fields.ts';
import {
  ASSIGNMENT,
  isSignedBy,
  type NetworkIdentity,
  type OperatorSigner,
  protocolDomain,
  typedData,
  typedDataDigest,
} from '#protocol/signed/typedData.ts';

/**
 * The coordinator's signed statement that a task is the miner's. `passed` lists, in the draw's order, every
 * candidate that came before it and could not work (away, busy, refused, lapsed). A skip is on record and can
 * be disputed.
 */
export const assignmentSchema = z.strictObject({
  taskId: hashField,
  coordinator: addressField,
  miner: addressField,
  attempt: z.number().int().min(0).max(0xffff),
  /** The lottery runs over this block's roster, and `beacon` is its hash. */
  rosterBlock: z.number().int().nonnegative(),
  beacon: hashField,
  passed: z.array(addressField).max(MAX_PASSED),
  /** Wei of CAI for one unit: a scheduler step or a token. */
  unitPrice: amountField,
  expiry: unixSecondsField,
  signature: signatureField,
});
export type Assignment = z.output<typeof assignmentSchema>;
/** An assignment before its coordinator signs it. */
export type UnsignedAssignment = Omit<Assignment, 'signature'>;

const dataOf = (network: NetworkIdentity, assignment: UnsignedAssignment) =>
  typedData(protocolDomain(network), ASSIGNMENT, {
    taskId: assignment.taskId,
    coordinator: assignment.coordinator,
    miner: assignment.miner,
    attempt: assignment.attempt,
    rosterBlock: BigInt(assignment.rosterBlock),
    beacon: assignment.beacon,
    passed: keccak256(concat(assignment.passed)),
    unitPrice: assignment.unitPrice,
    expiry: BigInt(assignment.expiry),
  });

/**
 * Signs an assignment with the coordinator's operator key.
 *
 * @example
 * const assignment = await signAssignment(network, coordinator, unsigned);
 */
export async function signAssignment(
  network: NetworkIdentity,
  signer: OperatorSigner,
  assignment: UnsignedAssignment,
): Promise<Assignment> {
  return { ...assignment, signature: await signer.signTypedData(dataOf(network, assignment)) };
}

/**
 * An assignment's name: the digest that its signature covers.
 * @example
 * receipts.get(assignmentDigest(network, assignment));
 */
export function assignmentDigest(network: NetworkIdentity, assignment: UnsignedAssignment): Hex {
  return typedDataDigest(dataOf(network, assignment));
}

/**
 * Whether the coordinator that an assignment names has signed it.
 *
 * @example
 * await isAssignmentSigned(network, { ...assignment, unitPrice: 1n }); // false: a field was changed
 */
export function isAssignmentSigned(network: NetworkIdentity, assignment: Assignment): Promise<boolean> {
  return isSignedBy(dataOf(network, assignment), assignment.signature, assignment.coordinator);
}
