import { z } from 'zod';
import { addressField, hashField, unixSecondsField } from '#protocol/fields.ts';

/**
 * What the coordinator's HTTP API answers about cases before juries. Amounts are decimal strings in CAI,
 * times are Unix seconds, and ids of cases and nodes are decimal strings.
 */

const findingSchema = z.enum(['right', 'wrong', 'unavailable']);

export const apiCaseSchema = z.object({
  id: z.string(),
  object: z.literal('case'),
  /**
   * `drawing`: the jury waits for its block. `voting`: jurors seal their votes. `revealing`: they open
   * them. `appealable`: anybody may call a larger jury. `settling`: the verdict can be carried out.
   * `settled`: it was.
   */
  state: z.enum(['drawing', 'voting', 'revealing', 'appealable', 'settling', 'settled']),
  /** The same as a sentence. */
  note: z.string(),
  /** The accused node's id. */
  node: z.string(),
  /** Identifies the signed result that the case is about. */
  evidence: hashField,
  /** When the accused got the task. */
  assigned_at: unixSecondsField,
  opened_at: unixSecondsField,
  settled_at: unixSecondsField.nullable(),
  /** What the last jury found; null while the case runs, and if it found nothing. */
  verdict: findingSchema.nullable(),
  /** The jury that sits or sat last. */
  jury: z.object({
    /** 0 for the first; each appeal calls the next. */
    round: z.number().int(),
    /** Who called it: the reporter, or who appealed. */
    party: addressField,
    deposit_cai: z.string(),
    called_at: unixSecondsField,
    /** The block whose hash draws it, as a decimal string. */
    seed_block: z.string(),
    voting_ends_at: unixSecondsField,
    revealing_ends_at: unixSecondsField,
    final_at: unixSecondsField,
    /** On average; and how many of them must agree on a verdict. */
    seats: z.number().int(),
    quorum: z.number().int(),
    /** Seats that found each. */
    votes: z.record(findingSchema, z.number().int()),
  }),
});
export type ApiCase = z.infer<typeof apiCaseSchema>;

export const apiCaseDetailSchema = apiCaseSchema.extend({
  /** Who called the first jury. */
  reporter: addressField,
  /** Where the evidence can be fetched: the reporter's place first, then the newest, the newest last. */
  exhibits: z.array(
    z.object({
      coordinator: addressField,
      hash: hashField,
      /** Path of the bundle at this coordinator; null when it is not kept here. */
      url: z.string().nullable(),
    }),
  ),
  /** Transactions about the case, oldest first: those of its opening and the newest. */
  transactions: z.array(z.object({ event: z.string(), hash: hashField, block: z.string() })),
});
export type ApiCaseDetail = z.infer<typeof apiCaseDetailSchema>;
