import { type SQL, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Address, Hex } from 'viem';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { Finding } from '#protocol/court/vote.ts';
import type { IncidentKind } from '#protocol/messages/api.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import type { AuditState } from '#protocol/task/auditState.ts';
import type { AttemptOutcome, TaskStatus } from '#protocol/task/taskLife.ts';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

/**
 * `nothing`: the cap has left nothing of the accused's stake to take, so that nobody would be paid.
 * `unsendable`: it takes more gas than a transaction may have.
 */
export type ReportEnding = 'sent' | 'punished' | 'late' | 'none' | 'nothing' | 'unsendable';

/**
 * Binary data; Postgres's own driver wants a Buffer, PGlite takes one too. The driver gives a Buffer that
 * shares its memory with the rest of what it received: a copy stands for itself, as PGlite's does.
 */
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => (Buffer.isBuffer(value) ? new Uint8Array(value) : value),
});
/** Milliseconds since 1970. */
const moment = (name: string) => bigint(name, { mode: 'number' });
/** Wei of CAI, a uint256. */
const amount = (name: string) => numeric(name, { precision: 78, scale: 0, mode: 'bigint' });

/** One row: who owns this database. It serves one coordinator key on one deployment. */
export const books = pgTable('books', {
  id: integer('id').primaryKey(),
  /** Chain, first block, contracts and operator key, as `openBooks` writes them. */
  identity: text('identity').notNull(),
  /** Random bytes behind the keys to results (api/taskAccess.ts). */
  secret: bytea('secret').notNull(),
  /** 0 for books that an older version has opened. */
  openedAt: moment('opened_at').notNull().default(0),
});

export const tasks = pgTable(
  'tasks',
  {
    id: text('id').$type<Hex>().primaryKey(),
    kind: text('kind').$type<TaskKind>().notNull(),
    model: text('model').notNull(),
    status: text('status').$type<TaskStatus>().notNull(),
    seed: bigint('seed', { mode: 'number' }).notNull(),
    /** The client that created it, as a keyed hash of its address: what its tasks cost counts together. */
    client: text('client').notNull(),
    createdAt: moment('created_at').notNull(),
    finishedAt: moment('finished_at'),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    /** The task whose request this one repeats, and who must not do it: owners and operator keys. */
    replicaOf: text('replica_of').$type<Hex>(),
    excluded: jsonb('excluded').$type<Address[]>().notNull().default([]),
    /** Whether its client pays for an audit. */
    isAuditOrdered: boolean('is_audit_ordered').notNull().default(false),
    /** Canonical bytes of the request and the result; null once deleted. */
    request: bytea('request'),
    result: bytea('result'),
  },
  (table) => [
    index('tasks_status').on(table.status),
    index('tasks_finished_at').on(table.finishedAt),
    index('tasks_replica_of').on(table.replicaOf),
  ],
);

export const attempts = pgTable(
  'attempts',
  {
    taskId: text('task_id')
      .$type<Hex>()
      .notNull()
      .references(() => tasks.id),
    number: integer('number').notNull(),
    miner: text('miner').$type<Address>().notNull(),
    /** Digest of the signed assignment, by which a miner takes it. */
    digest: text('digest').$type<Hex>().notNull(),
    /** The signed assignment, amounts as decimal strings. */
    assignment: jsonb('assignment').notNull(),
    /** The miner's part of all active stake at the assignment's block, 0..1. */
    stakeShare: doublePrecision('stake_share').notNull(),
    outcome: text('outcome').$type<AttemptOutcome>().notNull(),
    reason: text('reason').$type<RefusalCode>(),
    startedAt: moment('started_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.taskId, table.number] }),
    uniqueIndex('attempts_digest').on(table.digest),
    index('attempts_miner').on(table.miner),
  ],
);

/** The task is the primary key, so the database itself refuses to pay a task twice. */
export const payments = pgTable('payments', {
  taskId: text('task_id')
    .$type<Hex>()
    .primaryKey()
    .references(() => tasks.id),
  attempt: integer('attempt').notNull(),
  miner: text('miner').$type<Address>().notNull(),
  resultHash: text('result_hash').$type<Hex>().notNull(),
  /** Root of the work's trace, as the miner signed it. */
  traceRoot: text('trace_root').$type<Hex>().notNull(),
  resultSignature: text('result_signature').$type<Hex>().notNull(),
  units: integer('units').notNull(),
  amount: amount('amount').notNull(),
  deliveredAt: moment('delivered_at').notNull(),
  /** When the miner's account was credited; null while the audit is not over, and for ever if it failed. */
  paidAt: moment('paid_at'),
});

/** How each delivered result is audited, and what came of it. */
/** Of a result after which its miner's record begins anew. Written out, so that an index of it is used. */
export const isBad = (audit: { isDoubted: AnyPgColumn; state: AnyPgColumn }): SQL =>
  sql`${audit.isDoubted} or ${audit.state} in ('withheld', 'disputed')`;

export const audits = pgTable(
  'audits',
  {
    taskId: text('task_id')
      .$type<Hex>()
      .primaryKey()
      .references(() => tasks.id),
    miner: text('miner').$type<Address>().notNull(),
    model: text('model').notNull(),
    /** The miner's GPU as it named it: on another one its record begins anew. */
    gpu: text('gpu').notNull(),
    state: text('state').$type<AuditState>().notNull(),
    /** 0..1 of such results that are audited. */
    share: doublePrecision('share').notNull(),
    /** The block whose hash draws; null where all are audited. */
    drawBlock: bigint('draw_block', { mode: 'number' }),
    drawHash: text('draw_hash').$type<Hex>(),
    /** What the decisive computation measured: an AuditMeasure's measures. */
    measures: jsonb('measures').$type<AuditMeasure['measures']>(),
    /** Whether a first computation was beyond the bounds, whatever came of it. */
    isDoubted: boolean('is_doubted').notNull().default(false),
    /** Hash of the evidence against a disputed result, and the case about it. */
    evidence: text('evidence').$type<Hex>(),
    caseId: text('case_id'),
    /** The replica that does this task again, whatever came of it. */
    replacement: text('replacement').$type<Hex>(),
    /** When it was passed, skipped, withheld or disputed. */
    decidedAt: moment('decided_at'),
  },
  (table) => [
    index('audits_record').on(table.miner, table.model, table.decidedAt),
    index('audits_state').on(table.state),
    // A record counts from the last of these, which without it is looked for among all that a miner ever did.
    index('audits_bad').on(table.miner, table.decidedAt).where(isBad(table)),
  ],
);

/** Results that their makers have made public: copies, which stay when the task's contents are deleted. */
export const sharedResults = pgTable(
  'shared_results',
  {
    taskId: text('task_id').$type<Hex>().primaryKey(),
    /** The beginnings of the prompt and, for a text, of the result. */
    prompt: text('prompt').notNull(),
    excerpt: text('excerpt'),
    /** A PNG, or a text in UTF-8. */
    content: bytea('content').notNull(),
    sharedAt: moment('shared_at').notNull(),
    /** When the operator removed it, so that it is not shared again; nothing of it is kept then. */
    removedAt: moment('removed_at'),
  },
  (table) => [index('shared_results_newest').on(table.sharedAt, table.taskId)],
);

/** Bundles of evidence that jurors may ask for. */
export const evidence = pgTable(
  'evidence',
  {
    /** `evidenceHashOf` the bundle. */
    hash: text('hash').$type<Hex>().primaryKey(),
    /** `evidenceIdOf` its result; null in rows that are older than this column, until they are put again. */
    about: text('about').$type<Hex>(),
    bytes: bytea('bytes').notNull(),
    keptUntil: moment('kept_until').notNull(),
    /** Of a case that somebody else brought: it says nothing about what we found ourselves. */
    isCopy: boolean('is_copy').notNull().default(false),
  },
  (table) => [index('evidence_about').on(table.about)],
);

/** Wrong draws of other coordinators, to be reported on the chain. */
export const drawReports = pgTable('draw_reports', {
  /** `drawReportId`. */
  id: text('id').$type<Hex>().primaryKey(),
  /** The report as it travels. */
  bytes: bytea('bytes').notNull(),
  /** The coordinator's key that signed the draw; null of those from before version 6. */
  accused: text('accused').$type<Address>(),
  /** Who handed it over: a miner's key; null of those from before version 6. */
  reporter: text('reporter'),
  /** How it ended; null until then. */
  ending: text('ending').$type<ReportEnding>(),
  noticedAt: moment('noticed_at').notNull(),
});

/** Jurors' votes that this coordinator sends to the chain. */
export const votes = pgTable(
  'votes',
  {
    caseId: amount('case_id').notNull(),
    round: integer('round').notNull(),
    nodeId: amount('node_id').notNull(),
    /** The sealed vote's hash. */
    seal: text('seal').$type<Hex>().notNull(),
    /** The operator key's signature; null where another coordinator sent the sealed vote. */
    signature: text('signature').$type<Hex>(),
    /** The opened vote; null until it is known. */
    finding: text('finding').$type<Finding>(),
    distance: amount('distance'),
    salt: text('salt').$type<Hex>(),
    keptUntil: moment('kept_until').notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.round, table.nodeId] })],
);

/** One row at most: the operator key's transaction that is not known to be in a block. */
export const outgoing = pgTable('outgoing', {
  id: integer('id').primaryKey(),
  nonce: integer('nonce').notNull(),
  to: text('to').$type<Address>().notNull(),
  data: text('data').$type<Hex>().notNull(),
  gas: amount('gas').notNull(),
  /** Wei per unit of gas. */
  maxFeePerGas: amount('max_fee_per_gas').notNull(),
  maxPriorityFeePerGas: amount('max_priority_fee_per_gas').notNull(),
  /** Of all that were sent with this nonce, oldest first. */
  hashes: jsonb('hashes').$type<Hex[]>().notNull(),
  sentAtMs: moment('sent_at').notNull(),
  raisedAtMs: moment('raised_at').notNull(),
});

/** What went wrong here lately. */
export const incidents = pgTable(
  'incidents',
  {
    kind: text('kind').$type<IncidentKind>().notNull(),
    fromMs: moment('from').notNull(),
    /** Null while it lasts. */
    toMs: moment('to'),
  },
  (table) => [primaryKey({ columns: [table.kind, table.fromMs] })],
);

/** One row at most: when it was looked for incidents first and last. */
export const incidentLooks = pgTable('incident_looks', {
  id: integer('id').primaryKey(),
  firstMs: moment('first').notNull(),
  lastMs: moment('last').notNull(),
});

/** Since when miners with an account are away. */
export const absences = pgTable('absences', {
  miner: text('miner').$type<Address>().primaryKey(),
  sinceMs: moment('since').notNull(),
});

/** All that was ever promised to each miner: the cumulative amount of its newest voucher. */
export const accounts = pgTable('accounts', {
  miner: text('miner').$type<Address>().primaryKey(),
  cumulative: amount('cumulative').notNull(),
});
