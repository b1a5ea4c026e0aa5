import { z } from 'zod';
import { unixSecondsField } from '#protocol/fields.ts';
import { AUDIT_STATES } from '#protocol/task/auditState.ts';

/** What the coordinator's HTTP API answers about the nodes that have worked for it. */

/** Nodes on a page of `GET /v1/network/nodes`, at most. */
export const MOST_NODES_ON_A_PAGE = 200;

const nodeIdField = z.string().regex(/^[1-9][0-9]{0,17}$/, 'must be the id of a node');

/** One miner as this coordinator knows it, whichever keys it had. */
export const apiNodeRecordSchema = z.object({
  /** The node's id on the chain, as a decimal string. */
  node: nodeIdField,
  object: z.literal('node_record'),
  /** Whether one of its tabs is connected here now. */
  online: z.boolean(),
  /** When it was last heard from here, Unix seconds; null where that is not known. */
  last_seen_at: unixSecondsField.nullable(),
  /**
   * Its results here, by where their audit stands. Audited were those that are `passed`, `withheld` or
   * `disputed`. Null from a coordinator that audits nothing.
   */
  results: z.record(z.enum(AUDIT_STATES), z.number().int().nonnegative()).nullable(),
  /** Tasks that were handed to it and are over for it, and how many of them it delivered. */
  calls: z.object({ sent: z.number().int().nonnegative(), answered: z.number().int().nonnegative() }),
});
export type ApiNodeRecord = z.infer<typeof apiNodeRecordSchema>;

/** `GET /v1/network/nodes`. */
export const apiNodeRecordsSchema = z.object({
  object: z.literal('list'),
  /** Ascending by node. */
  data: z.array(apiNodeRecordSchema).max(MOST_NODES_ON_A_PAGE),
  has_more: z.boolean(),
});
export type ApiNodeRecords = z.infer<typeof apiNodeRecordsSchema>;

/** Its query. */
export const apiNodeQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_NODES_ON_A_PAGE).default(100),
  /** Only nodes with greater ids: the last one of the page before. */
  after: z
    .union([z.literal('0'), nodeIdField], 'must be the id of a node, or 0')
    .default('0')
    .transform((text) => BigInt(text)),
});
