import { z } from 'zod';
import { unixSecondsField } from '#protocol/fields.ts';
import { offerSchema } from '#protocol/messages/offer.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';
import { assignmentSchema } from '#protocol/signed/assignment.ts';
import { peerBindingSchema } from '#protocol/signed/peerBinding.ts';
import { receiptSchema } from '#protocol/signed/receipt.ts';

/** Small signed messages that any peer may read. Their topics: gossipTopic.ts. */
export const GOSSIP_KINDS = ['presence', 'assignment', 'receipt'] as const;
export type GossipKind = (typeof GOSSIP_KINDS)[number];

/** A gossip message's largest size in bytes: an assignment that passed over MAX_PASSED miners fits. */
export const GOSSIP_BYTES = 64 * 1024;

/** How often a miner sends a heartbeat, and after how much silence it counts as away, in seconds. */
export const PRESENCE_INTERVAL_S = 15;
export const PRESENCE_LIFETIME_S = 45;

/**
 * A miner's heartbeat. libp2p signs every message with the peer key; the binding makes that the operator's.
 */
export const presenceSchema = z.strictObject({
  version: z.literal(PROTOCOL_VERSION),
  binding: peerBindingSchema,
  models: z.array(offerSchema).max(64),
  /** Tasks that it has taken and not finished. */
  load: z.number().int().min(0).max(1_000),
  expiry: unixSecondsField,
});
export type Presence = z.output<typeof presenceSchema>;

export const gossipSchemas = {
  presence: presenceSchema,
  assignment: assignmentSchema,
  receipt: receiptSchema,
} as const satisfies Record<GossipKind, z.ZodType>;

export type GossipMessage<K extends GossipKind> = z.output<(typeof gossipSchemas)[K]>;
