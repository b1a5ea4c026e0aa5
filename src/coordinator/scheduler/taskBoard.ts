import type { Address, Hex } from 'viem';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { RecentAssignments } from '#coordinator/store/recentAssignments.ts';

/** The unfinished tasks, indexed for every lookup, in order of arrival. */
export class TaskBoard {
  readonly #tasks = new Map<Hex, LiveTask>();
  readonly #byDigest = new Map<Hex, LiveTask>();
  /** Those that are open, and those that were. */
  readonly recent = new RecentAssignments();

  add(task: LiveTask): void {
    this.#tasks.set(task.id, task);
    this.#noteOpen(task);
  }

  remove(task: LiveTask): void {
    this.#tasks.delete(task.id);
    if (task.open !== undefined) this.#byDigest.delete(task.open.record.digest);
  }

  /** Call when a task's open attempt begins or ends. */
  noteAttempt(task: LiveTask, previous: Hex | undefined): void {
    if (previous !== undefined) this.#byDigest.delete(previous);
    this.#noteOpen(task);
  }

  #noteOpen(task: LiveTask): void {
    if (task.open === undefined) return;
    const { miner, digest } = task.open.record;
    this.#byDigest.set(digest, task);
    this.recent.add(miner, digest);
  }

  get(id: Hex): LiveTask | undefined {
    return this.#tasks.get(id);
  }

  /** The task whose open attempt has this assignment. */
  withAssignment(digest: Hex): LiveTask | undefined {
    return this.#byDigest.get(digest);
  }

  all(): LiveTask[] {
    return [...this.#tasks.values()];
  }

  queued(): LiveTask[] {
    return this.all().filter(({ status }) => status === 'queued');
  }

  /** Unfinished tasks assigned to a miner. */
  heldBy(operator: Address): LiveTask[] {
    return this.all().filter(({ open }) => open?.record.miner === operator);
  }

  /** How many tasks are before this one in the queue; 0 when it is not queued. */
  position(task: LiveTask): number {
    return task.status === 'queued' ? this.queued().indexOf(task) : 0;
  }

  get size(): number {
    return this.#tasks.size;
  }
}
