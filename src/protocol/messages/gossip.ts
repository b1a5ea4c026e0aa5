import type { z } from 'zod';
import { assignmentSchema } from '#protocol/signed/assignment.ts';
import { auditNoticeSchema } from '#protocol/signed/auditNotice.ts';
import { receiptSchema } from '#protocol/signed/receipt.ts';

/** Small signed messages that any peer may read. Their topics: gossipTopic.ts. */
export const GOSSIP_KINDS = ['assignment', 'receipt', 'audit'] as const;
export type GossipKind = (typeof GOSSIP_KINDS)[number];

/** Those about one task, which the miners of its shard hear. */
export const SHARDED_KINDS = ['assignment', 'audit'] as const satisfies readonly GossipKind[];
export type ShardedKind = (typeof SHARDED_KINDS)[number];

/** @example isSharded('receipt'); // false */
export const isSharded = (kind: GossipKind): kind is ShardedKind =>
  SHARDED_KINDS.some((each) => each === kind);

/** A gossip message's largest size in bytes: an assignment that passed over MAX_PASSED miners fits. */
export const GOSSIP_BYTES = 64 * 1024;

export const gossipSchemas = {
  assignment: assignmentSchema,
  receipt: receiptSchema,
  audit: auditNoticeSchema,
} as const satisfies Record<GossipKind, z.ZodType>;

export type GossipMessage<K extends GossipKind> = z.output<(typeof gossipSchemas)[K]>;
