import { randomBytes } from 'node:crypto';
import { type Address, type Hex, toHex } from 'viem';
import { TaskExistsError, type TaskTerms } from '#coordinator/scheduler/scheduler.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import { type AttemptRecord, deliveredAttempt, type TaskRecord } from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { replacementSalt, SALT_BYTES } from '#protocol/task/replacementSalt.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import {
  encodeTaskRequest,
  type TaskRequest,
  taskIdOf,
  taskRequestSchema,
} from '#protocol/task/taskRequest.ts';

/** Results of one request that are compared: two that agree outvote the third. */
export const MOST_RESULTS = 3;
/** Tasks of one request that are looked at: some are begun again because our back ends found them wrong. */
const LONGEST_CHAIN = 16;

export interface ReplicasDeps {
  tasks: TaskStore;
  store: Pick<AuditStore, 'note' | 'replicaOf'>;
  /** Has a task done, for a client that asked before. @throws TaskExistsError, QueueFullError */
  submit(request: TaskRequest, client: string, terms: Partial<TaskTerms>): Promise<unknown>;
  /** Who owned the miner's node when it was drawn, and who owns it now. */
  ownersOf(attempt: Pick<AttemptRecord, 'miner' | 'assignment'>): Promise<readonly Address[]>;
}

/**
 * Has tasks done again by other owners' tabs. A replica is a task like any other: the lottery draws its
 * miner, who cannot tell it from an app's order, and is paid for it. Its request differs in the salt alone.
 * It begins once the first result is signed.
 */
export class Replicas {
  readonly #deps: ReplicasDeps;
  /** By the task that is done again. */
  readonly #beginning = new Map<Hex, Promise<void>>();

  constructor(deps: ReplicasDeps) {
    this.#deps = deps;
  }

  /**
   * Begins the replica of a delivered task. Doing it twice, as after a crash or where two results of one
   * request are judged at the same time, changes nothing.
   */
  begin(task: TaskRecord): Promise<void> {
    const beginning =
      this.#beginning.get(task.id) ?? this.#begin(task).finally(() => this.#beginning.delete(task.id));
    this.#beginning.set(task.id, beginning);
    return beginning;
  }

  async #begin(task: TaskRecord): Promise<void> {
    const { submit, store, ownersOf } = this.#deps;
    const request = decodeWire(taskRequestSchema, task.request!, TASK_LIMIT.requestBytes);
    const attempt = deliveredAttempt(task)!;
    const excluded = [...task.excluded, attempt.miner, ...(await ownersOf(attempt))];
    const begun = async (salt: Hex): Promise<Hex> => {
      const again = { ...request, salt };
      await submit(again, task.client, { replicaOf: task.id, excluded });
      return taskIdOf(encodeTaskRequest(again));
    };
    const known = await store.replicaOf(task.id);
    const replacement =
      known ??
      (await begun(replacementSalt(task.id)).catch((error: unknown) => {
        if (!(error instanceof TaskExistsError)) throw error;
        // Its miner may have ordered it before, to do it itself. Nobody foresees this salt.
        return begun(toHex(randomBytes(SALT_BYTES)));
      }));
    await store.note(task.id, { replacement });
  }

  /** The replica of a task; undefined where none was begun. */
  async of({ audit }: TaskRecord): Promise<TaskRecord | undefined> {
    return audit?.replacement == null ? undefined : this.#deps.tasks.find(audit.replacement);
  }

  /** The tasks of which this one is a replica, the nearest first, and no more than are compared. */
  async origins(task: TaskRecord, most = MOST_RESULTS - 1): Promise<TaskRecord[]> {
    const origins: TaskRecord[] = [];
    for (let { replicaOf } = task; replicaOf !== null && origins.length < most; ) {
      const origin = await this.#deps.tasks.find(replicaOf);
      if (origin === undefined) break;
      origins.push(origin);
      replicaOf = origin.replicaOf;
    }
    return origins;
  }

  /** All tasks of the same request, in the order in which they were begun. */
  async family(task: TaskRecord): Promise<TaskRecord[]> {
    const family = [...(await this.origins(task, LONGEST_CHAIN)).reverse(), task];
    for (let last = task; family.length < LONGEST_CHAIN; family.push(last)) {
      const next = await this.of(last);
      if (next === undefined) break;
      last = next;
    }
    return family;
  }
}

/** Whether this coordinator's own back ends found its result wrong. */
export const isFoundWrong = ({ audit }: TaskRecord): boolean =>
  audit?.isDoubted === true && audit.measures !== null;
