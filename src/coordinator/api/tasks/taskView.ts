import { type Address, formatEther } from 'viem';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import type { ApiReceipt, ApiTask } from '#protocol/messages/api.ts';

type Written = Omit<TaskRecord, 'request' | 'client'>;

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

/** The receipt of a finished task; null until it is paid. */
export function receiptView(task: Written, coordinator: Address): ApiReceipt | null {
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
    seconds: (payment.paidAt - attempt.startedAt) / 1_000,
    attempts: task.attempts.length,
    units: payment.units,
    amount_cai: formatEther(payment.amount),
    result_hash: payment.resultHash,
    result_signature: payment.resultSignature,
    assignment_digest: attempt.digest,
  };
}

/** @param resultPath where the reader may open the result; null for one who may not */
export function taskView(task: Written, coordinator: Address, resultPath: string | null): ApiTask {
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
    receipt: receiptView(task, coordinator),
    result_url: task.status === 'done' ? resultPath : null,
  };
}

/** An unfinished task, with the state that is kept only in memory. */
export function liveTaskView(
  task: LiveTask,
  board: TaskBoard,
  coordinator: Address,
  resultPath: string | null,
): ApiTask {
  const waits = task.status === 'queued';
  return {
    ...taskView(task, coordinator, resultPath),
    queue_position: board.position(task),
    progress: task.progress,
    note:
      waits && task.hopelessSince !== undefined
        ? 'No miner that serves this model is online. The task waits for one.'
        : waits
          ? 'Every miner that serves this model is busy. The task waits for its turn.'
          : null,
  };
}
