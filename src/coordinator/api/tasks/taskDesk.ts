import type { Address, Hex } from 'viem';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import type { TaskWishes } from '#coordinator/api/http/env.ts';
import { tokenizerFault } from '#coordinator/api/http/tokenizerFault.ts';
import type { TaskAccess } from '#coordinator/api/tasks/taskAccess.ts';
import { liveTaskView, receiptView } from '#coordinator/api/tasks/taskView.ts';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { ReadAnswer } from '#coordinator/results/readAnswer.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { QueueFullError, type Scheduler, TaskExistsError } from '#coordinator/scheduler/scheduler.ts';
import { type Allowance, AllowanceSpentError, type Settle } from '#coordinator/settlement/allowance.ts';
import type { Budget } from '#coordinator/settlement/budget.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import {
  type ApiReceipt,
  type ApiTask,
  AUDIT_HEADER,
  COST_WITH_AUDIT,
  TASK_HEADER,
  TASK_KEY_HEADER,
} from '#protocol/messages/api.ts';
import { isApiErrorCode } from '#protocol/messages/apiErrorCodes.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { chosenBy } from '#protocol/task/saltSecret.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { encodeTaskRequest, type TaskRequest, taskIdOf } from '#protocol/task/taskRequest.ts';
import { type TaskResult, taskResultSchema } from '#protocol/task/taskResult.ts';

/**
 * Longest time between two updates to a waiting client, in ms: a task's place in the queue can change while
 * the task itself does not.
 */
const TICK_MS = 2_000;

export const shuttingDown = () =>
  new ApiFault('shutting_down', 'The coordinator is restarting. The task continues; look it up by its id.');

/** Nothing was accepted that could go on. */
const notTaken = () =>
  new ApiFault('shutting_down', 'The coordinator is restarting, so it did not take the task. Ask again.', {
    headers: { 'retry-after': '10' },
  });

const fundsTooLow = () =>
  new ApiFault(
    'funds_too_low',
    'This coordinator’s CAI cannot pay a miner for this task. Try again later, or use another coordinator.',
    { headers: { 'retry-after': '60' } },
  );

const noAudits = () =>
  new ApiFault('unsupported_parameter', `This coordinator audits nothing. Leave out ${AUDIT_HEADER}.`, {
    param: AUDIT_HEADER,
  });

const taskExists = ({ code, message }: TaskExistsError, headers: Record<string, string> = {}) =>
  new ApiFault(code, message, { param: 'salt', headers });

/** Whether it proves that the client chose the request's salt. */
const isSecretOf = ({ salt }: TaskRequest, secret: Hex | undefined): boolean =>
  secret !== undefined && chosenBy(secret).salt === salt;

type DeskResult = Extract<TaskResult, { kind: 'image' }> | ReadAnswer;

export interface FinishedTask {
  result: DeskResult;
  receipt: ApiReceipt;
}

/** What is needed of a task to read its result. */
type StoredTask = Pick<LiveTask, 'id' | 'model' | 'client'>;

/** Connects HTTP and the scheduler: submits an order, follows its task and returns the result. */
export class TaskDesk {
  readonly coordinator: Address;
  readonly #scheduler: Scheduler;
  readonly #store: TaskStore;
  readonly #access: TaskAccess;
  readonly #budget: Pick<Budget, 'affords' | 'mostOf'>;
  readonly #allowance: Allowance;
  readonly #catalogue: ModelCatalogue;
  readonly #hasAudits: boolean;
  readonly #closing: AbortSignal;
  /** Tasks that go on without their client. */
  readonly #kept = new WeakSet<LiveTask>();

  /** @param closing aborted when the coordinator stops: waiting clients get an error, tasks stay */
  constructor(deps: {
    coordinator: Address;
    scheduler: Scheduler;
    store: TaskStore;
    access: TaskAccess;
    budget: Pick<Budget, 'affords' | 'mostOf'>;
    allowance: Allowance;
    catalogue: ModelCatalogue;
    hasAudits: boolean;
    closing: AbortSignal;
  }) {
    this.coordinator = deps.coordinator;
    this.#scheduler = deps.scheduler;
    this.#store = deps.store;
    this.#access = deps.access;
    this.#budget = deps.budget;
    this.#allowance = deps.allowance;
    this.#catalogue = deps.catalogue;
    this.#hasAudits = deps.hasAudits;
    this.#closing = deps.closing;
  }

  /**
   * A client that sends the secret of its salt again gets its task's key with the refusal, whatever there is
   * no room or money for by now.
   * @throws ApiFault 503, 429, 409; 400 where an audit is ordered and there are none
   */
  async submit(request: TaskRequest, address: string, wishes: TaskWishes): Promise<LiveTask> {
    try {
      return await this.#take(request, address, wishes);
    } catch (error) {
      if (!isSecretOf(request, wishes.saltSecret)) throw error;
      const id = taskIdOf(encodeTaskRequest(request));
      if (this.#scheduler.board.get(id) === undefined && (await this.#store.find(id)) === undefined)
        throw error;
      throw taskExists(new TaskExistsError(), this.headers({ id }));
    }
  }

  async #take(request: TaskRequest, address: string, { keep, audit }: TaskWishes): Promise<LiveTask> {
    if (this.#closing.aborted) throw notTaken();
    if (audit && !this.#hasAudits) throw noAudits();
    if (!this.#budget.affords(request)) throw fundsTooLow();
    const client = this.#access.clientOf(address);
    const settle = this.#reserve(client, this.#budget.mostOf(request) * costs(audit));
    try {
      const task = await this.#scheduler.submit(request, client, { isAuditOrdered: audit });
      if (keep) this.#kept.add(task);
      void settleAtEnd(task, settle);
      return task;
    } catch (error) {
      settle(0n);
      if (error instanceof TaskExistsError) throw taskExists(error);
      if (!(error instanceof QueueFullError)) throw error;
      throw new ApiFault(error.code, error.message, { headers: { 'retry-after': '30' } });
    }
  }

  /** A task of an earlier run, which was accepted then, still costs its client what it costs. */
  resume(task: LiveTask): void {
    if (task.replicaOf !== null) return;
    const most = this.#budget.mostOf(task.request) * costs(task.isAuditOrdered);
    void settleAtEnd(task, this.#allowance.charge(task.client, most));
  }

  #reserve(client: string, mostWei: bigint): Settle {
    try {
      return this.#allowance.reserve(client, mostWei);
    } catch (error) {
      if (!(error instanceof AllowanceSpentError)) throw error;
      const { code, message, details } = error;
      throw new ApiFault(code, message, { headers: { 'retry-after': String(details.retrySeconds) } });
    }
  }

  /** Headers by which the client that asked for a task knows it, and proves that it did. */
  headers({ id }: Pick<LiveTask, 'id'>): Record<string, string> {
    return { [TASK_HEADER]: id, [TASK_KEY_HEADER]: this.#access.keyOf(id) };
  }

  /** The client that asked for a task may open its result, and the one of the task that does it again. */
  readonly #pathOf = (id: Hex): string => this.#access.resultPath(id);

  /** A task for the client that asked for it. */
  view(task: LiveTask): ApiTask {
    return liveTaskView(task, this.#scheduler.board, this.coordinator, this.#pathOf);
  }

  /**
   * Yields at each change of a task and every few seconds, until it is over. A client that hangs up cancels
   * its task, unless it asked to keep it: no one else waits for it.
   * @throws ApiFault 503 when the coordinator stops, the signal's reason when the client is gone
   */
  async *follow(task: LiveTask, client: AbortSignal): AsyncGenerator<void, void> {
    const stop = AbortSignal.any([client, this.#closing]);
    while (!task.isOver) {
      const changed = task.changed();
      yield;
      // The reader may have been slow: look for changes before waiting.
      if (task.isOver) return;
      await settled(changed, TICK_MS, stop);
      if (this.#closing.aborted) throw shuttingDown();
      if (client.aborted) {
        if (!this.#kept.has(task)) await this.#scheduler.cancel(task.id);
        client.throwIfAborted();
      }
    }
  }

  /** Waits for a task's end. @throws as `follow`, and ApiFault with the task's failure */
  async finish(task: LiveTask, client: AbortSignal): Promise<FinishedTask> {
    for await (const _ of this.follow(task, client));
    return this.finished(task);
  }

  /** The result of a task that is over. @throws ApiFault with its failure */
  async finished(task: LiveTask): Promise<FinishedTask> {
    if (task.failure !== null) {
      const { code, message } = task.failure;
      // Clients need not retry: the coordinator already has.
      throw new ApiFault(isApiErrorCode(code) ? code : 'internal', message, {
        headers: { 'x-should-retry': 'false' },
      });
    }
    const result = await this.result(task);
    const receipt = receiptView(task, this.coordinator, this.#pathOf);
    if (result === undefined || receipt === null)
      throw new Error(`Task ${task.id} is done without a result.`);
    return { result, receipt };
  }

  /** @throws ApiFault of `tokenizerFault` when a text could not be read */
  async result({ id, model, client }: StoredTask): Promise<DeskResult | undefined> {
    const bytes = await this.#store.result(id);
    if (bytes === undefined) return undefined;
    const served = this.#catalogue.find(model);
    if (served !== undefined && isTextModel(served)) {
      return served.results.read(bytes, client).catch((error: unknown) => {
        throw tokenizerFault(error);
      });
    }
    // An image, or a text of a model that is not served now: its log-probabilities cannot be spelled out.
    const result = decodeWire(taskResultSchema, bytes, TASK_LIMIT.resultBytes, TASK_LIMIT.resultItems);
    if (result.kind === 'image') return result;
    const { logprobs: _, ...answer } = result;
    return answer;
  }
}

/** Only a delivered task costs anything, and once, however many miners tried it. */
async function settleAtEnd(task: LiveTask, settle: Settle): Promise<void> {
  while (!task.isOver) await task.changed();
  settle((task.payment?.amount ?? 0n) * costs(task.isAuditOrdered));
}

/** How often a task counts against what its client may have for free. */
const costs = (isAuditOrdered: boolean): bigint => BigInt(isAuditOrdered ? COST_WITH_AUDIT : 1);

/** Resolves on `event`, after `milliseconds` or on abort, and leaves no timer or listener behind. */
async function settled(event: Promise<void>, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    void event.then(done);
  });
}
