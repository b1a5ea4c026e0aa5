import type { z } from 'zod';
import { assignmentSchema } from '#protocol/signed/assignment.ts';
import { receiptSchema } from '#protocol/signed/receipt.ts';

/** Small signed messages that any peer may read. Their topics: gossipTopic.ts. */
export const GOSSIP_KINDS = ['assignment', 'receipt'] as const;
export type GossipKind = (typeof GOSSIP_KINDS)[number];

/** A gossip message's largest size in bytes: an assignment that passed over MAX_PASSED miners fits. */
export const GOSSIP_BYTES = 64 * 1024;

export const gossipSchemas = {
  assignment: assignmentSchema,
  receipt: receiptSchema,
} as const satisfies Record<GossipKind, z.ZodType>;

export type GossipMessage<K extends GossipKind> = z.output<(typeof gossipSchemas)[K]>;
