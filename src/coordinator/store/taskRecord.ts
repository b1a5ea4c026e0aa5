import type { Address, Hex } from 'viem';
import type { attempts, audits, payments, tasks } from '#coordinator/store/schema.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { type Assignment, assignmentSchema } from '#protocol/signed/assignment.ts';
import type { AttemptOutcome, TaskStatus } from '#protocol/task/taskLife.ts';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

/** Why a task ended without a result: a code for programs, a sentence for people. */
export interface TaskFailure {
  code: string;
  message: string;
}

/** Times are in milliseconds since 1970. */
export interface AttemptRecord {
  number: number;
  miner: Address;
  /** Digest of the assignment. */
  digest: Hex;
  assignment: Assignment;
  /** 0..1 of all active stake. */
  stakeShare: number;
  outcome: AttemptOutcome;
  reason: RefusalCode | null;
  startedAt: number;
}

export interface PaymentRecord {
  attempt: number;
  miner: Address;
  resultHash: Hex;
  /** Root of the work's trace, as the miner signed it. */
  traceRoot: Hex;
  resultSignature: Hex;
  units: number;
  /** Wei of CAI. */
  amount: bigint;
  deliveredAt: number;
  /** Null while the audit is not over, and for ever if it failed. */
  paidAt: number | null;
}

/** How a result is audited, fixed when it is delivered. */
export type AuditPlan = Pick<AuditRecord, 'gpu' | 'state' | 'share' | 'drawBlock'>;

/** How a result that was delivered now is audited. */
export type HeldAudit = Pick<AuditRecord, 'taskId' | 'miner'> & AuditPlan;

/** How a result was audited. */
export type AuditRecord = typeof audits.$inferSelect;

/** A delivered result whose audit is not over. */
export interface OpenAudit {
  record: AuditRecord;
  payment: PaymentRecord;
  /** Of its assignment. */
  digest: Hex;
}

/** Why a result is not paid; undefined where it is, or may be. */
export function unpaidCode({
  state,
  isDoubted,
}: Pick<AuditRecord, 'state' | 'isDoubted'>): RefusalCode | undefined {
  if (state === 'disputed') return 'WRONG_RESULT';
  if (state !== 'withheld') return undefined;
  return isDoubted ? 'UNCONFIRMED' : 'BAD_TRACE';
}

/** A task as it is stored. */
export interface TaskRecord {
  id: Hex;
  kind: TaskKind;
  model: string;
  status: TaskStatus;
  seed: number;
  client: string;
  createdAt: number;
  finishedAt: number | null;
  failure: TaskFailure | null;
  /** The task whose request this one repeats with another salt, so that results can be compared. */
  replicaOf: Hex | null;
  /** Owners and operator keys of miners that must not do it. */
  excluded: readonly Address[];
  /** Its client pays for an audit, so that its result is not left to a draw. */
  isAuditOrdered: boolean;
  /** Canonical request bytes; null once deleted. */
  request: Uint8Array | null;
  attempts: AttemptRecord[];
  payment: PaymentRecord | null;
  /** Null for a result that is not audited. */
  audit: AuditRecord | null;
}

/** What the tables have of a task. */
interface TaskRows {
  row: Omit<typeof tasks.$inferSelect, 'result'>;
  attemptRows: (typeof attempts.$inferSelect)[];
  payment: typeof payments.$inferSelect | null;
  audit: AuditRecord | null;
}

/** The record of a row without its result, which may be large: only `TaskStore.result` reads it. */
export function toTaskRecord({ row, attemptRows, payment, audit }: TaskRows): TaskRecord {
  const { errorCode, errorMessage, ...task } = row;
  return {
    ...task,
    failure: errorCode === null ? null : { code: errorCode, message: errorMessage ?? errorCode },
    attempts: attemptRows
      .map((attempt) => ({ ...attempt, assignment: assignmentSchema.parse(attempt.assignment) }))
      .sort((a, b) => a.number - b.number),
    ...{ payment, audit },
  };
}

/** The attempt that brought the task's result. */
export const deliveredAttempt = ({ attempts }: Pick<TaskRecord, 'attempts'>): AttemptRecord | undefined =>
  attempts.find(({ outcome }) => outcome === 'delivered');
