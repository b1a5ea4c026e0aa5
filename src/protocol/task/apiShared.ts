import { z } from 'zod';
import { addressField, hashField, unixSecondsField } from '#protocol/fields.ts';

/** What the coordinator's HTTP API answers about results that their makers have made public. */

/** Bounds of a result that its maker makes public. */
export const SHARED_LIMIT = {
  /** Characters of its prompt, and of a text in a list: a start page shows some dozens of results. */
  shownCharacters: 500,
  /** Bytes of its picture or text. A 1024 x 1024 PNG of noise is below this. */
  contentBytes: 4 * 1024 * 1024,
  /** Results on a page of a list. */
  onAPage: 50,
  /** Results of one maker in a list, its newest: a start page shows a dozen, and no maker shall fill it. */
  ofAMaker: 4,
  /** Days until it is deleted. */
  days: 30,
} as const;

/** A result that its maker has made public. Times are Unix seconds. */
export const apiSharedResultSchema = z.object({
  id: hashField,
  object: z.literal('shared_result'),
  kind: z.enum(['image', 'text']),
  model: z.string(),
  /** The beginning of its prompt; of a conversation, of its last question. */
  prompt: z.string().max(2 * SHARED_LIMIT.shownCharacters),
  /** The beginning of a text; null for an image. */
  excerpt: z
    .string()
    .max(2 * SHARED_LIMIT.shownCharacters)
    .nullable(),
  /** Who made it: an operator key. */
  miner: addressField,
  shared_at: unixSecondsField,
  /** When it is deleted here at the latest. */
  until: unixSecondsField,
  /** Path of the whole result: `image/png` or `text/plain`. */
  result_url: z.string(),
});
export type ApiSharedResult = z.infer<typeof apiSharedResultSchema>;

/** `GET /v1/network/shared`. */
export const apiSharedListSchema = z.object({
  object: z.literal('list'),
  /** Newest first. */
  data: z.array(apiSharedResultSchema).max(SHARED_LIMIT.onAPage),
  /** `after` of the next page; null on the last one. */
  next: z.string().nullable(),
});
export type ApiSharedList = z.infer<typeof apiSharedListSchema>;

/** Where a page begins: after the result that was shared then, in ms since 1970. */
export interface SharedCursor {
  sharedAt: number;
  id: z.infer<typeof hashField>;
}

/**
 * A place in the list, as text for an address.
 * @example writeSharedCursor({ sharedAt: 1_700_000_000_000, id }); // '1700000000000-0x…'
 */
export const writeSharedCursor = ({ sharedAt, id }: SharedCursor): string => `${sharedAt}-${id}`;

const cursorField = z
  .string()
  .regex(/^\d{1,15}-0x[0-9a-f]{64}$/, 'must be `next` of the page before')
  .transform((text): SharedCursor => {
    const [sharedAt, id] = text.split('-') as [string, SharedCursor['id']];
    return { sharedAt: Number(sharedAt), id };
  });

/** Its query. */
export const apiSharedQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(SHARED_LIMIT.onAPage).default(12),
  after: cursorField.optional(),
});

/** `DELETE /v1/tasks/:id/share`: taken back, or there was nothing to take back. */
export const apiUnsharedSchema = z.object({
  id: hashField,
  object: z.literal('shared_result'),
  deleted: z.literal(true),
});
