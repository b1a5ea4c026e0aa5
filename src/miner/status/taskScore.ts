import type { Hex } from 'viem';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import { hourlyPay } from '#miner/payments/hourlyPay.ts';
import { type CurrentTask, RECENT_TASKS, type RecentTask } from '#miner/status/minerStatus.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** Characters of a running text that the page is shown: its end. */
const SHOWN_CHARACTERS = 1_000;
/** Refusals that count as the miner's failure; the others are the client's or the user's choice. */
const FAILURES: readonly RefusalCode[] = [
  'INFERENCE_FAILED',
  'BAD_RESULT',
  'WRONG_RESULT',
  'BAD_TRACE',
  'UNCONFIRMED',
  'BAD_SIGNATURE',
  'LEASE_OVER',
  'MALFORMED',
  'INTERNAL',
];

/** A task whose result the coordinator has. */
export interface DeliveredTask {
  readonly assignment: Assignment;
  readonly model: string;
  readonly units: number;
}

/** Keeps the status board's tasks: the running ones, the recent ones and the totals. */
export class TaskScore {
  readonly #board: StatusBoard;
  readonly #nowSeconds: () => number;

  constructor(board: StatusBoard, nowSeconds: () => number) {
    this.#board = board;
    this.#nowSeconds = nowSeconds;
  }

  begin(taskId: Hex, { kind, model, ...request }: TaskRequest): void {
    const total = 'steps' in request ? request.steps : null;
    const begun = { taskId, kind, model, done: 0, total, text: kind === 'text' ? '' : null };
    this.#board.set({ current: [...this.#board.current().current, begun] });
  }

  progress(taskId: Hex, progress: TaskProgress): void {
    const { current } = this.#board.current();
    this.#board.set({
      current: current.map((task) => (task.taskId === taskId ? withProgress(task, progress) : task)),
    });
  }

  /** Removes a task that has stopped running. */
  end(taskId: Hex): void {
    this.#board.set({ current: this.#board.current().current.filter((task) => task.taskId !== taskId) });
  }

  done({ assignment, model, units }: DeliveredTask, { result, seconds, tokensPerSecond }: TaskOutcome): void {
    const status = this.#board.current();
    const entry: RecentTask = {
      taskId: assignment.taskId,
      kind: result.kind,
      model,
      seconds,
      amountWei: (BigInt(units) * assignment.unitPrice).toString(),
      at: this.#nowSeconds(),
    };
    const recent = [entry, ...status.recent].slice(0, RECENT_TASKS);
    const images = recent.filter(({ kind }) => kind === 'image');
    const alike = recent.filter((task) => task.model === model);
    const paid = alike.reduce((sum, { amountWei }) => sum + BigInt(amountWei), 0n);
    const spent = alike.reduce((sum, task) => sum + task.seconds, 0);
    this.#board.setModel(model, { hourlyWei: hourlyPay(paid, spent).toString() });
    this.#board.set({
      recent,
      tasksDone: status.tasksDone + 1,
      secondsPerImage:
        images.length === 0 ? null : images.reduce((sum, image) => sum + image.seconds, 0) / images.length,
      tokensPerSecond: tokensPerSecond ?? status.tokensPerSecond,
    });
  }

  failed(code: RefusalCode): void {
    if (FAILURES.includes(code)) this.#board.set({ tasksFailed: this.#board.current().tasksFailed + 1 });
  }
}

function withProgress(task: CurrentTask, progress: TaskProgress): CurrentTask {
  if (progress.kind === 'step') return { ...task, done: progress.done, total: progress.total };
  const text = `${task.text ?? ''}${progress.delta}`.slice(-SHOWN_CHARACTERS);
  return { ...task, done: task.done + progress.delta.length, text };
}
