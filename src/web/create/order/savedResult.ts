import { z } from 'zod';
import { apiReceiptSchema } from '#protocol/messages/api.ts';

const common = {
  /** The task's id. */
  id: z.string(),
  prompt: z.string(),
  /** Unix time in milliseconds. */
  savedAt: z.number(),
  receipt: apiReceiptSchema,
};

/** A finished task's result, kept in this browser only. */
export const savedResultSchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('image'), image: z.instanceof(Blob) }),
  z.object({
    ...common,
    kind: z.literal('text'),
    text: z.string(),
    /** How it ended; unknown from an older coordinator. */
    finishReason: z.enum(['stop', 'length']).exactOptional(),
    /** Of the prompt and of the answer, where the coordinator told. */
    tokens: z.object({ prompt: z.number(), answer: z.number() }).exactOptional(),
  }),
]);
export type SavedResult = z.output<typeof savedResultSchema>;
