import { LEASE_S, START_S, TASK_LIFETIME_S, UPLOAD_BYTES_PER_S } from '#protocol/task/taskLife.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** The slowest text that is waited for, in seconds a character: slower than a token every four seconds. */
const CHARACTER_S = 2;

/**
 * How long a miner keeps a task that it has taken. It must be heard every LEASE_S, and only progress shows
 * that it works:
 *
 * - an image must gain a step in time, and stay ahead of a straight line from its first step to its expiry;
 * - a text must gain characters, on average one each CHARACTER_S.
 *
 * While the result of work that was seen arrives at UPLOAD_BYTES_PER_S or faster, it is kept for half of the
 * task's time: then another miner can still do it.
 *
 * All times are in ms of a clock that never jumps.
 */
export class WorkLease {
  readonly #request: TaskRequest;
  readonly #expiresAt: number;
  readonly #takenAt: number;
  #heardAt: number;
  #startedAt: number | undefined;
  #done = 0;
  /** When it ends without further progress, once there was some. */
  #progressBy = 0;
  /** When its result began to arrive, and how many bytes of it have. */
  #upload: { readonly since: number; bytes: number } | undefined;

  constructor(request: TaskRequest, times: { now: number; expiresAt: number }) {
    this.#request = request;
    this.#expiresAt = times.expiresAt;
    this.#takenAt = times.now;
    this.#heardAt = times.now;
  }

  /** The miner is there, whether it works or not. */
  heard(now: number): void {
    this.#heardAt = now;
  }

  /** The task has moved. @param amount new steps of an image, or characters of a text */
  worked(amount: number, now: number): void {
    this.#done += amount;
    const isFirst = this.#startedAt === undefined;
    this.#startedAt ??= now;
    if (this.#request.kind === 'image') {
      this.#progressBy = Math.min(
        this.#nextStepBy(this.#request.steps, now),
        this.#lineAt(this.#request.steps),
      );
    } else {
      const earned = isFirst ? Infinity : this.#progressBy + amount * CHARACTER_S * 1_000;
      this.#progressBy = Math.min(now + LEASE_S * 1_000, earned);
    }
  }

  /** Bytes of its result arrive. @param most what the result may have: sent again, it counts once */
  received(bytes: number, most: number, now: number): void {
    this.#upload ??= { since: now, bytes: 0 };
    this.#upload.bytes = Math.min(this.#upload.bytes + bytes, most);
  }

  /**
   * When it ends unless more progress comes. A task that waits for the miner's other ones may do so as long
   * as they progress, for half of its time: then another miner can still do it.
   * @param minerWorkedAt when any of the miner's tasks last progressed
   */
  endsAt(minerWorkedAt: number): number {
    return Math.max(this.#workBy(minerWorkedAt), this.#uploadBy());
  }

  get #half(): number {
    return this.#takenAt + (this.#expiresAt - this.#takenAt) / 2;
  }

  #uploadBy(): number {
    if (this.#upload === undefined || this.#startedAt === undefined) return 0;
    const { since, bytes } = this.#upload;
    return Math.min(since + (LEASE_S + bytes / UPLOAD_BYTES_PER_S) * 1_000, this.#half);
  }

  #workBy(minerWorkedAt: number): number {
    const silent = this.#heardAt + LEASE_S * 1_000;
    if (this.#startedAt !== undefined) return Math.min(silent, this.#progressBy);
    const waits = Math.min(minerWorkedAt + START_S * 1_000, this.#half);
    return Math.min(silent, Math.max(this.#takenAt + START_S * 1_000, waits));
  }

  /** Whether the miner has had the task for half of a task's life. */
  hasHadHalf(now: number): boolean {
    return now - this.#takenAt >= (TASK_LIFETIME_S * 1_000) / 2;
  }

  /** As long as a step may take if the rest is to end in time, within LEASE_S and START_S. */
  #nextStepBy(steps: number, now: number): number {
    const share = (this.#expiresAt - now) / Math.max(1, steps - this.#done);
    return now + Math.min(Math.max(share, LEASE_S * 1_000), START_S * 1_000);
  }

  /** Until when this much suffices: START_S after the first step for none, the expiry for all but one. */
  #lineAt(steps: number): number {
    const base = this.#startedAt! + START_S * 1_000;
    return base + (Math.max(0, this.#expiresAt - base) * this.#done) / Math.max(1, steps - 1);
  }
}
