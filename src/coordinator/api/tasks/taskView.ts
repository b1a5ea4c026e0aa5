import { type Address, formatEther, type Hex } from 'viem';
import { isFailed, type LiveTask } from '#coordinator/scheduler/liveTask.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import type { AuditRecord, TaskRecord } from '#coordinator/store/taskRecord.ts';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import type { ApiAudit, ApiReceipt, ApiTask } from '#protocol/messages/api.ts';
import { apiAssignmentOf } from '#protocol/messages/receiptAssignment.ts';

type Written = Omit<TaskRecord, 'request' | 'client'>;

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

/** Where the reader may open a task's result; null where it may not. */
export type PathOf = (id: Hex) => string | null;

/** The receipt of a finished task; null until it is delivered. */
export function receiptView(task: Written, coordinator: Address, pathOf: PathOf): ApiReceipt | null {
  const { payment } = task;
  const attempt = payment && task.attempts.find(({ number }) => number === payment.attempt);
  if (payment === null || !attempt) return null;
  return {
    task_id: task.id,
    coordinator,
    miner: payment.miner,
    stake_share: attempt.stakeShare,
    model: task.model,
    seed: task.seed,
    seconds: (payment.deliveredAt - attempt.startedAt) / 1_000,
    attempts: task.attempts.length,
    units: payment.units,
    amount_cai: formatEther(payment.amount),
    trace_root: payment.traceRoot,
    result_hash: payment.resultHash,
    result_signature: payment.resultSignature,
    assignment_digest: attempt.digest,
    assignment: apiAssignmentOf(attempt.assignment),
    audit: task.audit && auditView(task.audit, pathOf),
  };
}

function auditView(audit: AuditRecord, pathOf: PathOf): ApiAudit {
  const { measures, replacement } = audit;
  // Whoever has a task's key may cancel it, and a replica that is cancelled confirms and contradicts nothing.
  const isOver = audit.state !== 'waiting' && audit.state !== 'due';
  // The evidence holds the prompt. It is there before anybody is accused, and where nobody ever is.
  const isAccused = audit.state === 'disputed' || audit.caseId !== null;
  const distance = measures === null ? null : distanceOf({ measures });
  return {
    state: audit.state,
    share: audit.share,
    draw_block: audit.drawBlock,
    draw_hash: audit.drawHash,
    // JSON has no infinity.
    distance: distance === null ? null : Math.min(distance, Number.MAX_SAFE_INTEGER),
    evidence: isAccused ? audit.evidence : null,
    case_id: audit.caseId,
    replacement,
    replacement_url: replacement !== null && isOver ? pathOf(replacement) : null,
  };
}

export function taskView(task: Written, coordinator: Address, pathOf: PathOf): ApiTask {
  return {
    id: task.id,
    object: 'task',
    kind: task.kind,
    model: task.model,
    status: task.status,
    created_at: seconds(task.createdAt),
    finished_at: task.finishedAt === null ? null : seconds(task.finishedAt),
    queue_position: 0,
    progress: null,
    note: null,
    attempts: task.attempts.map(({ miner, outcome, reason, startedAt }) => ({
      ...{ miner, outcome, reason },
      at: seconds(startedAt),
    })),
    error: task.failure,
    receipt: receiptView(task, coordinator, pathOf),
    result_url: task.status === 'done' ? pathOf(task.id) : null,
  };
}

/** An unfinished task, with the state that is kept only in memory. */
export function liveTaskView(
  task: LiveTask,
  board: TaskBoard,
  coordinator: Address,
  pathOf: PathOf,
): ApiTask {
  const waits = task.status === 'queued';
  return {
    ...taskView(task, coordinator, pathOf),
    queue_position: board.position(task),
    progress: task.progress,
    note: waits ? waitNote(task) : null,
  };
}

/** Why a task still waits. */
function waitNote({ hopelessSince, isUndrawable, attempts }: LiveTask): string {
  if (hopelessSince !== undefined && attempts.some(isFailed))
    return 'The miners that are online could not do it. The task waits for another one, or for one of them to try again.';
  if (hopelessSince !== undefined)
    return 'No miner that serves this model is online. The task waits for one.';
  if (isUndrawable)
    return 'This coordinator is not among those that may draw a miner now. The task waits until it is, which takes about a minute after it has registered.';
  // All may be busy, or none was looked for yet.
  return 'The task waits for a free miner that serves this model.';
}
