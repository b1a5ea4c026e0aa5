import { z } from 'zod';
import { addressField, hashField, unixSecondsField } from '#protocol/fields.ts';
import { apiAssignmentSchema } from '#protocol/messages/receiptAssignment.ts';
import { AUDIT_STATES } from '#protocol/task/auditState.ts';
import { ATTEMPT_OUTCOMES, TASK_STATUSES } from '#protocol/task/taskLife.ts';

/**
 * What the coordinator's HTTP API answers beyond OpenAI's shapes. OpenAI clients ignore these fields; the
 * dApp shows them. Amounts are decimal strings in CAI (not wei), times are Unix seconds.
 */

export const apiAuditSchema = z.object({
  state: z.enum(AUDIT_STATES),
  /** 0..1 of this miner's results of this model that are audited now. */
  share: z.number().min(0).max(1),
  /** The block whose hash draws it (`isAuditDrawn`); null where all are audited. */
  draw_block: z.number().int().nonnegative().nullable(),
  draw_hash: hashField.nullable(),
  /** Measured, as a share of what an honest result may differ; null until it was computed again. */
  distance: z.number().nonnegative().nullable(),
  /** Hash of the evidence against a disputed result. */
  evidence: hashField.nullable(),
  case_id: z.string().nullable(),
  /**
   * The task that does this one again, free of charge, and the path of its result for who may open it, once
   * the audit is over.
   */
  replacement: hashField.nullable(),
  replacement_url: z.string().nullable(),
});
export type ApiAudit = z.infer<typeof apiAuditSchema>;

export const apiReceiptSchema = z.object({
  task_id: hashField,
  coordinator: addressField,
  /** The miner's operator key. */
  miner: addressField,
  /** This miner's part of all active miners' stake at the assignment's block, 0..1. */
  stake_share: z.number().min(0).max(1),
  model: z.string(),
  seed: z.number().int(),
  /** From the assignment to the result. */
  seconds: z.number().nonnegative(),
  attempts: z.number().int().positive(),
  units: z.number().int().nonnegative(),
  amount_cai: z.string(),
  /** Merkle root of the work's trace, which the signature covers as well. */
  trace_root: hashField,
  result_hash: hashField,
  /** The miner's signature over assignment, units, result hash and trace root. */
  result_signature: z.string(),
  assignment_digest: hashField,
  /** What the digest is of; null from a coordinator that is older. */
  assignment: apiAssignmentSchema.nullable().default(null),
  /** Null from a coordinator that audits nothing. */
  audit: apiAuditSchema.nullable(),
});
export type ApiReceipt = z.infer<typeof apiReceiptSchema>;

export const apiTaskSchema = z.object({
  id: hashField,
  object: z.literal('task'),
  kind: z.enum(['image', 'text']),
  model: z.string(),
  status: z.enum(TASK_STATUSES),
  created_at: unixSecondsField,
  finished_at: unixSecondsField.nullable(),
  /** Tasks before it in the queue; 0 when it is not queued. */
  queue_position: z.number().int().nonnegative(),
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** A sentence on what it waits for, while it does. */
  note: z.string().nullable().optional(),
  attempts: z.array(
    z.object({
      miner: addressField,
      outcome: z.enum(ATTEMPT_OUTCOMES),
      reason: z.string().nullable(),
      at: unixSecondsField,
    }),
  ),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  receipt: apiReceiptSchema.nullable(),
  /** Path of the result (`image/png` or `text/plain`), once done. */
  result_url: z.string().nullable(),
});
export type ApiTask = z.infer<typeof apiTaskSchema>;

export const apiModelSchema = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: unixSecondsField,
  owned_by: z.string(),
  cuckoo: z.object({
    name: z.string(),
    kind: z.enum(['image', 'text']),
    licence: z.string(),
    price_cai: z.string(),
    price_unit: z.enum(['step', 'token']),
    /** Miners online that serve it. */
    miners: z.number().int().nonnegative(),
    steps: z.object({ default: z.number(), max: z.number() }).nullable(),
    size: z.string().nullable(),
    /**
     * Whether an image model can start from a picture; null for a text model, and from a coordinator that is
     * older.
     */
    edits: z.boolean().nullable().default(null),
    /** A sentence about what the model can and cannot do. */
    note: z.string(),
  }),
});
export type ApiModel = z.infer<typeof apiModelSchema>;

/** `GET /v1/network`: how to reach this coordinator's relay, current as of the answer. */
export const apiNetworkSchema = z.object({
  chain_id: z.number().int(),
  staking: addressField,
  payments: addressField,
  operator: addressField,
  peer_id: z.string(),
  multiaddrs: z.array(z.string()),
  quota: z.object({ requests: z.number(), period_s: z.number(), note: z.string() }),
});
export type ApiNetwork = z.infer<typeof apiNetworkSchema>;

/** `GET /v1/network/activity`: what goes on at this coordinator. */
export const apiActivitySchema = z.object({
  object: z.literal('activity'),
  /** Tabs that are connected here now. */
  miners_online: z.number().int().nonnegative(),
  /** Tasks that wait for a miner now. */
  queued: z.number().int().nonnegative(),
  /** Delivered in the hour before `as_of`. */
  last_hour: z.object({
    tasks: z.number().int().nonnegative(),
    images: z.number().int().nonnegative(),
    /** Of prompts and answers. */
    tokens: z.number().nonnegative(),
  }),
  /** Each model that is served here; empty from a coordinator that is older. */
  models: z
    .array(
      z.object({
        id: z.string(),
        /** Delivered in the hour before `as_of`. */
        tasks: z.number().int().nonnegative(),
        /** Stake of the miners that are online with it now, in CAI: the draw shares its tasks by that. */
        stake_cai: z.string(),
      }),
    )
    .default([]),
  /** Credited to miners for tasks that ended since 00:00 UTC. */
  paid_today_cai: z.string(),
  /** Unix seconds: the database is counted now and then. */
  as_of: unixSecondsField,
});
export type ApiActivity = z.infer<typeof apiActivitySchema>;

/**
 * What went wrong at a coordinator: its chain’s node gave no usable answer, its own process was not there, it
 * had no room for one more task, or no miner was connected.
 */
export const INCIDENT_KINDS = ['chain_away', 'coordinator_away', 'queue_full', 'no_miner'] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/**
 * So many of a kind are told, its newest: ten a day for as long as they are kept, and some. Clients can fill
 * the queue again and again, which must not hide when the chain or the coordinator was away.
 */
export const MOST_INCIDENTS_OF_A_KIND = 100;

/** `GET /v1/network/incidents`: what went wrong lately, the newest first. Times are Unix seconds. */
export const apiIncidentsSchema = z.object({
  object: z.literal('list'),
  /** How far back it reaches: to the first look, and no further than incidents are kept. */
  since: unixSecondsField,
  data: z
    .array(
      z.object({
        kind: z.enum(INCIDENT_KINDS),
        from: unixSecondsField,
        /** Null while it lasts. */
        to: unixSecondsField.nullable(),
      }),
    )
    .max(INCIDENT_KINDS.length * MOST_INCIDENTS_OF_A_KIND),
});
export type ApiIncidents = z.infer<typeof apiIncidentsSchema>;

/** `POST /v1/faucet`. */
export const apiFaucetSchema = z.object({ transaction: z.string(), next_drip_at: unixSecondsField });

/** OpenAI's error envelope. */
export const apiErrorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    code: z.string().nullable(),
    param: z.string().nullable(),
  }),
});
export type ApiError = z.infer<typeof apiErrorSchema>;

/**
 * Server-sent event of a streamed image that tells where its task is (OpenAI's own events stand beside it).
 */
export const apiTaskEventSchema = z.object({ type: z.literal('cuckoo.task'), task: apiTaskSchema });

/** Header of every answer that made a task: for cancelling (`DELETE /v1/tasks/:id`) and looking it up. */
export const TASK_HEADER = 'x-cuckoo-task';
/** Header of the same answers with the task's key: whoever has it may read the result and cancel the task. */
export const TASK_KEY_HEADER = 'x-cuckoo-task-key';
/**
 * Header of a request whose task goes on when its client hangs up: a page that is reloaded looks it up again.
 * Any value will do. Without it, a client that hangs up cancels its task.
 */
export const KEEP_HEADER = 'x-cuckoo-keep';
/**
 * Header of a request with the secret from which its salt follows (`chosenBy`). Where there is such a task
 * already, its refusal (`task_exists`) then has TASK_HEADER and TASK_KEY_HEADER: the answer was lost before.
 */
export const SALT_SECRET_HEADER = 'x-cuckoo-salt-secret';
/**
 * Header of a request whose result is audited for certain. Any value will do. The task then counts twice
 * against what its client may have for free: once for the work, once for the audit.
 */
export const AUDIT_HEADER = 'x-cuckoo-audit';
/** How often such a task counts: its audit may take another tab as much work. */
export const COST_WITH_AUDIT = 2;
/** Header of a text's `GET /v1/tasks/:id/result` with how it ended: `stop` or `length`. */
export const FINISH_HEADER = 'x-cuckoo-finish-reason';
