import type { Hex } from 'viem';
import { z } from 'zod';
import { MAX_PASSED } from '#protocol/draw/mostPassed.ts';
import { addressField, hashField, signatureField, unixSecondsField } from '#protocol/fields.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

/**
 * The signed assignment of the attempt that brought a result, as its receipt shows it: with the receipt's
 * `task_id` it is all that `assignment_digest` is the digest of. So whoever asked for the task can tell with
 * which block its miner was drawn, and by which order.
 */
export const apiAssignmentSchema = z.object({
  /** The operator key that signed it; its node may have another one now. */
  coordinator: addressField,
  /** The miner's operator key. */
  miner: addressField,
  /** Counted from 0: those before it failed. */
  attempt: z.number().int().nonnegative(),
  /** The block with whose hash and stakes the miner is drawn. */
  roster_block: z.number().int().nonnegative(),
  /** That block's hash. */
  beacon: hashField,
  /** Operator keys that the draw called before the miner, in its order. */
  passed: z.array(addressField).max(MAX_PASSED),
  /** What the coordinator pays for a unit, in wei of CAI. */
  unit_price_wei: z.string().regex(/^(0|[1-9][0-9]{0,77})$/),
  /** Unix seconds. */
  expiry: unixSecondsField,
  /** The coordinator's, over all of it. */
  signature: signatureField,
});
export type ApiAssignment = z.infer<typeof apiAssignmentSchema>;

/**
 * An assignment as a receipt shows it.
 * @example const receipt = { task_id: assignment.taskId, assignment: apiAssignmentOf(assignment) };
 */
export const apiAssignmentOf = (assignment: Assignment): ApiAssignment => ({
  coordinator: assignment.coordinator,
  miner: assignment.miner,
  attempt: assignment.attempt,
  roster_block: assignment.rosterBlock,
  beacon: assignment.beacon,
  passed: assignment.passed,
  unit_price_wei: assignment.unitPrice.toString(),
  expiry: assignment.expiry,
  signature: assignment.signature,
});

/**
 * The assignment that a receipt shows.
 * @param taskId the receipt's `task_id`
 * @example const digest = assignmentDigest(network, assignmentOf(receipt.task_id, receipt.assignment));
 */
export const assignmentOf = (taskId: Hex, shown: ApiAssignment): Assignment => ({
  taskId,
  coordinator: shown.coordinator,
  miner: shown.miner,
  attempt: shown.attempt,
  rosterBlock: shown.roster_block,
  beacon: shown.beacon,
  passed: shown.passed,
  unitPrice: BigInt(shown.unit_price_wei),
  expiry: shown.expiry,
  signature: shown.signature,
});
