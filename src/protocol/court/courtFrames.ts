import { z } from 'zod';
import { drawReportSchema } from '#protocol/court/drawReport.ts';
import { EVIDENCE_BYTES } from '#protocol/court/evidence.ts';
import { juryIdSchema, openedVoteSchema, sealedVoteSchema } from '#protocol/court/vote.ts';
import { hashField } from '#protocol/fields.ts';
import { refusalCodeSchema } from '#protocol/refusal.ts';

/**
 * Streams from a miner to a coordinator, one question and one answer each. Any coordinator serves the
 * evidence that it holds, and sends the votes of any juror and the reports of any miner to the chain.
 */
export const COURT_PROTOCOL = '/cuckoo/court/1';

/** A bundle and its envelope. */
export const COURT_FRAME_BYTES = EVIDENCE_BYTES + 1_024;

export const jurorFrameSchema = z.discriminatedUnion('type', [
  /** Asks for a bundle of evidence by its hash. */
  z.strictObject({ type: z.literal('evidence'), hash: hashField }),
  /** Asks for what there is about a case's result (`evidenceIdOf`), whatever was exhibited. */
  z.strictObject({ type: z.literal('evidence-about'), evidence: hashField }),
  z.strictObject({ type: z.literal('commit'), jury: juryIdSchema, vote: sealedVoteSchema }),
  z.strictObject({ type: z.literal('reveal'), jury: juryIdSchema, vote: openedVoteSchema }),
  /** A wrong draw of another coordinator. */
  z.strictObject({ type: z.literal('report'), report: drawReportSchema }),
]);
export type JurorFrame = z.output<typeof jurorFrameSchema>;

export const courtFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('evidence'), bytes: z.instanceof(Uint8Array) }),
  /** The vote or the report is stored and will be sent to the chain. */
  z.strictObject({ type: z.literal('accepted') }),
  z.strictObject({ type: z.literal('refused'), code: refusalCodeSchema }),
]);
export type CourtFrame = z.output<typeof courtFrameSchema>;
