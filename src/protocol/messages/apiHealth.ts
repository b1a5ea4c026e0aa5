import { z } from 'zod';

/** An amount of CAI; a page computes with it. */
const caiField = z.string().regex(/^-?\d{1,60}(\.\d{1,18})?$/);

/** `GET /healthz`: how a coordinator is. Amounts are decimal strings in CAI. */
export const apiHealthSchema = z.object({
  /** `degraded`: the coordinator works, but something needs its operator's attention. */
  status: z.enum(['ok', 'degraded', 'down']),
  /** What is wrong, one sentence each. */
  problems: z.array(z.string()),
  /** Number of the newest block known. */
  block: z.number().int(),
  chain: z.object({
    /** Seconds since that block was mined. */
    age_s: z.number().int(),
    /** `failing`: the last look at the chain failed. `behind`: its node’s newest block is old. */
    state: z.enum(['ok', 'failing', 'behind']),
    /** Since when it is not `ok`. */
    since: z.iso.datetime().nullable(),
    /** What is wrong, in one sentence. */
    problem: z.string().nullable(),
  }),
  miners_online: z.number().int(),
  tasks: z.object({ queued: z.number().int(), unfinished: z.number().int() }),
  funds_cai: caiField.nullable(),
  outstanding_cai: caiField.nullable(),
  /** A transaction of the operator key that gets no block: funding, courts and the faucet wait for it. */
  stuck_transaction: z
    .object({
      since: z.iso.datetime(),
      nonce: z.number().int(),
      /** Of the newest that was sent with this nonce; null for one that was sent elsewhere. */
      hash: z.string().nullable(),
      /** How often it was replaced by one that offers more. */
      raises: z.number().int(),
    })
    .nullable(),
  /** What miners are paid for clients that pay nothing, in this period. */
  budget: z.object({
    spent_cai: caiField,
    limit_cai: caiField,
    /** Seconds until the next period. */
    renews_in_s: z.number().int(),
  }),
});
export type ApiHealth = z.infer<typeof apiHealthSchema>;
