import { z } from 'zod';
import { addressField, amountField, hashField, modelIdField, signatureField } from '#protocol/fields.ts';
import { offerSchema } from '#protocol/messages/offer.ts';
import { refusalCodeSchema } from '#protocol/refusal.ts';
import { assignmentSchema } from '#protocol/signed/assignment.ts';
import { peerBindingSchema } from '#protocol/signed/peerBinding.ts';
import { receiptSchema } from '#protocol/signed/receipt.ts';
import { voucherSchema } from '#protocol/signed/voucher.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { taskProgressSchema } from '#protocol/task/taskProgress.ts';
import { workTraceSchema } from '#protocol/trace/workTrace.ts';

/**
 * Direct streams from a miner to its coordinator. Frames are length-prefixed CBOR; what each side may say at
 * each point is the union below, and anything else ends the stream with MALFORMED.
 */

/**
 * One per miner, open as long as it works. After its hello the miner sends heartbeats. The coordinator
 * answers each, sends the miner its assignments, and may dismiss it.
 */
export const SESSION_PROTOCOL = '/cuckoo/session/1';
/** One per task. */
export const TASK_PROTOCOL = '/cuckoo/task/1';

/** A task frame carries at most a result and its envelope. */
export const TASK_FRAME_BYTES = TASK_LIMIT.resultBytes + 4_096;
/** A session frame is at most an assignment that passed over MAX_PASSED miners. */
export const SESSION_FRAME_BYTES = 64 * 1024;

export const helloSchema = z.strictObject({
  version: z.number().int(),
  binding: peerBindingSchema,
  models: z.array(offerSchema).min(1).max(64),
  /** The GPU, the browser and the engine. Where one changes, all first results are audited again. */
  gpu: z.string().max(200),
});
export type Hello = z.output<typeof helloSchema>;

/** How often a miner sends a heartbeat, in seconds. */
export const HEARTBEAT_INTERVAL_S = 15;
/** After this much silence a miner counts as away and gets no task, and a tab redials, in seconds. */
export const HEARTBEAT_LIFETIME_S = 45;

/** A miner is there, and takes tasks of these models now: of none while it rests. */
export const heartbeatSchema = z.strictObject({
  type: z.literal('heartbeat'),
  models: z.array(offerSchema).max(64),
});
export type Heartbeat = z.output<typeof heartbeatSchema>;

const modelPriceSchema = z.strictObject({
  id: modelIdField,
  unit: z.enum(['step', 'token']),
  unitPrice: amountField,
});

/**
 * The coordinator's first frame of a session is `welcome` or `dismissed`; later it is any of the others.
 */
export const sessionFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('welcome'),
    binding: peerBindingSchema,
    operator: addressField,
    models: z.array(modelPriceSchema).max(64),
    /** The newest voucher, so that a tab that lost its own recovers it. */
    voucher: voucherSchema.nullable(),
  }),
  /** A task for this miner. It is gossiped too, for witnesses. */
  z.strictObject({ type: z.literal('assigned'), assignment: assignmentSchema }),
  /** The answer to a heartbeat. */
  z.strictObject({ type: z.literal('heartbeat') }),
  z.strictObject({ type: z.literal('dismissed'), code: refusalCodeSchema }),
]);
export type SessionFrame = z.output<typeof sessionFrameSchema>;

/**
 * What a miner says on a task stream: `take` or `refuse` first, then progress, then one `result` or `refuse`,
 * then a `trace` for each `wanted`.
 */
export const minerFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('take'), assignment: hashField }),
  z.strictObject({ type: z.literal('refuse'), assignment: hashField, code: refusalCodeSchema }),
  z.strictObject({ type: z.literal('progress'), progress: taskProgressSchema }),
  z.strictObject({
    type: z.literal('result'),
    /** CBOR of a TaskResult: exactly the bytes that `signature` covers. */
    bytes: z.instanceof(Uint8Array),
    /** Root of the work's trace; the signature covers it too. */
    trace: hashField,
    signature: signatureField,
  }),
  /** The answer to `wanted`. */
  z.strictObject({ type: z.literal('trace'), trace: workTraceSchema }),
]);
export type MinerFrame = z.output<typeof minerFrameSchema>;

/**
 * What a coordinator says on a task stream: `request` (or `held` or an end, when it was delivered before),
 * after the result `held` and any `wanted`, and one end: `over` or `paid`.
 */
export const coordinatorFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('request'), bytes: z.instanceof(Uint8Array) }),
  /**
   * The result has the right form. Its payment waits for the audit's draw, and for the audit if it is drawn.
   */
  z.strictObject({ type: z.literal('held') }),
  /** Asks for these parts of the trace. It may come again, for other parts. */
  z.strictObject({
    type: z.literal('wanted'),
    parts: z.array(z.number().int().min(0)).max(TASK_LIMIT.traceParts),
  }),
  /** The task is not, or no longer, this miner's: stop working on it. */
  z.strictObject({ type: z.literal('over'), code: refusalCodeSchema }),
  z.strictObject({ type: z.literal('paid'), receipt: receiptSchema, voucher: voucherSchema }),
]);
export type CoordinatorFrame = z.output<typeof coordinatorFrameSchema>;
