import { z } from 'zod';
import { hashField } from '#protocol/fields.ts';
import { apiAuditSchema, apiReceiptSchema } from '#protocol/messages/api.ts';
import { askedOrderSchema } from '#web/create/saved/askedOrder.ts';

/** A receipt as it is kept. One that an older page kept has no trace root and no audit. */
const keptReceiptSchema = apiReceiptSchema.extend({
  trace_root: hashField.exactOptional(),
  audit: apiAuditSchema.nullable().default(null),
});
export type KeptReceipt = z.output<typeof keptReceiptSchema>;

/** When this browser sent an order. The chain's own time needs no right clock here. */
export const orderMomentSchema = z.object({
  /** By this device's clock, Unix time in ms. */
  at: z.number(),
  /** When the chain's newest block was made, Unix seconds; unknown where the chain did not answer in time. */
  chainSeconds: z.number().exactOptional(),
});
export type OrderMoment = z.output<typeof orderMomentSchema>;

/** A task that an order must become, by its id; and the day that a text's request then names. */
const expectedTaskSchema = z.object({ id: hashField, date: z.iso.date().exactOptional() });
export type ExpectedTask = z.output<typeof expectedTaskSchema>;
/** The day of the order, and those beside it. */
const MOST_EXPECTED = 3;

/** Who chose the salt of an order, and with it, at a given moment, the miner. */
export const saltChoiceSchema = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('browser'),
    /** The task that follows from order and salt; null where this browser could not tell. */
    tasks: z.array(expectedTaskSchema).max(MOST_EXPECTED).nullable(),
  }),
  /** It took no salt of this browser's. */
  z.object({ by: z.literal('coordinator') }),
]);
export type SaltChoice = z.output<typeof saltChoiceSchema>;

/** The draw of a result's audit, as its coordinator named it when the result came. */
const namedDrawSchema = z.object({
  /** Null where all of the miner's results are audited. */
  block: z.number().int().nonnegative().nullable(),
  share: z.number().min(0).max(1),
  /** The block was there already, so its hash was known; null where the chain did not say. */
  isMined: z.boolean().nullable(),
  /** Digest of the assignment, which is drawn. An older page did not keep it. */
  assignment: hashField.exactOptional(),
});
export type NamedDraw = z.output<typeof namedDrawSchema>;

/**
 * This device's own check of a result: drawn and to be done, what it found, its coordinator did not hand over
 * what it takes, or given up. Another result that replaces this one has none.
 */
const spotSchema = z.enum(['due', 'right', 'wrong', 'withheld', 'dropped']);
export type SpotFinding = Exclude<z.output<typeof spotSchema>, 'due'>;

const common = {
  /** The id of the task that was asked for. That of the task that made the result is in its receipt. */
  id: z.string(),
  prompt: z.string(),
  /** Unix time in milliseconds. */
  savedAt: z.number(),
  receipt: keptReceiptSchema,
  /** When its task was ordered. An older page did not keep it, and a replacement has none. */
  ordered: orderMomentSchema.exactOptional(),
  /** Of its task's salt. An older page did not keep it, and a replacement has none. */
  salt: saltChoiceSchema.exactOptional(),
  /** An older page did not keep it, and a replacement has none. */
  named: namedDrawSchema.exactOptional(),
  /** Of the first task, if another one replaced it. An older page did not keep it. */
  asked: askedOrderSchema.exactOptional(),
  /** Where the receipt's task is looked up. Its key is a secret. An older page did not keep it. */
  source: z.object({ url: z.url(), key: z.string().min(1).max(64) }).exactOptional(),
  /** The wrong results that this one replaces, the first one first. */
  replaced: z
    .array(
      z.object({
        ...{ taskId: hashField, caseId: z.string().nullable(), at: z.number() },
        /** Its task was none that followed from this browser's salt (`isOtherTask`). */
        other: z.literal(true).exactOptional(),
      }),
    )
    .exactOptional(),
  /** Why a wrong result could not be made again. */
  unreplaced: z.string().exactOptional(),
  /** Absent where it was not drawn. */
  spot: spotSchema.exactOptional(),
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

/** What anybody may see of a result that somebody else asked for: its receipt. */
export interface UnseenResult {
  kind: 'unseen';
  made: 'image' | 'text';
  id: string;
  /** Names it where a result of one's own is named by its prompt. */
  prompt: string;
  receipt: KeptReceipt;
  /** When its task came, in Unix seconds, as its coordinator says. */
  createdAt: number;
  named?: never;
  replaced?: never;
  unreplaced?: never;
}
export type AnyResult = SavedResult | UnseenResult;
