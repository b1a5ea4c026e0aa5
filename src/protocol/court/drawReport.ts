import { type Hex, keccak256 } from 'viem';
import { z } from 'zod';
import { addressField } from '#protocol/fields.ts';
import { GOSSIP_BYTES } from '#protocol/messages/gossip.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { type Assignment, assignmentSchema, isAssignmentSigned } from '#protocol/signed/assignment.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * What a coordinator signed against the rules of the draw. The contract `Disputes` needs nothing else, but
 * for headers of blocks, to slash it:
 *
 * - `order`: `called` comes before the miner and was skipped, or it is in `passed` and does not come before.
 * - `two-draws`: one task was drawn with two epochs.
 * - `beacon`: the block is no epoch's, or the hash is not the block's.
 * - `stale`: it expires too long after its draw, even if that had been with the later block `block`.
 */
export const drawReportSchema = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('order'), assignment: assignmentSchema, called: addressField }),
  z.strictObject({ fault: z.literal('two-draws'), assignment: assignmentSchema, other: assignmentSchema }),
  z.strictObject({ fault: z.literal('beacon'), assignment: assignmentSchema }),
  z.strictObject({
    fault: z.literal('stale'),
    assignment: assignmentSchema,
    block: z.number().int().nonnegative(),
  }),
]);
export type DrawReport = z.output<typeof drawReportSchema>;
export type DrawFault = DrawReport['fault'];

/** Two assignments of gossip's size and their envelope. */
export const DRAW_REPORT_BYTES = 2 * GOSSIP_BYTES + 1_024;

/** The assignments that a report accuses. */
const assignmentsOf = (report: DrawReport): Assignment[] =>
  report.fault === 'two-draws' ? [report.assignment, report.other] : [report.assignment];

/**
 * Names a report: the same evidence has the same name wherever it is found.
 * @example reports.has(drawReportId(report));
 */
export const drawReportId = (report: DrawReport): Hex => keccak256(encodeWire(report));

/**
 * Whether the coordinators that a report accuses have signed its assignments.
 * @example if (!(await isDrawReportSigned(network, report))) throw new RefusalError('BAD_SIGNATURE');
 */
export async function isDrawReportSigned(network: NetworkIdentity, report: DrawReport): Promise<boolean> {
  for (const each of assignmentsOf(report)) if (!(await isAssignmentSigned(network, each))) return false;
  return true;
}
