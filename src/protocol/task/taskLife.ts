/**
 * A task's life. Each transition is stored before it takes effect, so a restart resumes where it was.
 *
 *   queued → assigned (lease) → running → done
 *      ↑________________|___________|            a lease lapsed, a tab closed, a miner refused
 *   any of the first three → cancelled (by the app) | expired (its time is over) | failed (it cannot be done)
 */
export const TASK_STATUSES = [
  'queued',
  'assigned',
  'running',
  'done',
  'failed',
  'cancelled',
  'expired',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

const NEXT: Record<TaskStatus, readonly TaskStatus[]> = {
  queued: ['assigned', 'failed', 'cancelled', 'expired'],
  assigned: ['running', 'queued', 'failed', 'cancelled', 'expired'],
  running: ['done', 'queued', 'failed', 'cancelled', 'expired'],
  done: [],
  failed: [],
  cancelled: [],
  expired: [],
};

/**
 * Whether a task may move from one status to another.
 * @example canBecome('queued', 'running'); // false: it is assigned first
 */
export const canBecome = (from: TaskStatus, to: TaskStatus): boolean => NEXT[from].includes(to);
/**
 * Whether no status follows this one.
 * @example isOver('expired'); // true
 */
export const isOver = (status: TaskStatus): boolean => NEXT[status].length === 0;
/**
 * The statuses from which `to` can be reached: the `where` of an atomic update.
 * @example statusesBefore('done'); // ['running']
 */
export const statusesBefore = (to: TaskStatus): TaskStatus[] =>
  TASK_STATUSES.filter((from) => canBecome(from, to));

/** How one attempt at a task ended. */
export const ATTEMPT_OUTCOMES = ['open', 'delivered', 'refused', 'lapsed', 'away', 'withdrawn'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/**
 * A miner must take an announced assignment within this time, in seconds: gossip and one dial need under two.
 */
export const TAKE_TIMEOUT_S = 10;
/** Silence after which a taken task is given to another miner, in seconds. */
export const LEASE_S = 60;
/**
 * How long a taken task may show no progress before its first, and at most between two steps, in seconds. A
 * GPU that meets a new size compiles shaders for up to a minute, and a long prompt is read first. After this
 * time a tab gives up on its GPU itself.
 */
export const START_S = 180;
/**
 * The slowest upload of a result that is waited for, in bytes a second: 65 kbit/s, half of what the slowest
 * home lines have.
 */
export const UPLOAD_BYTES_PER_S = 8 * 1024;
/**
 * How long a miner keeps a delivered result and its trace while the payment waits for the audit, in seconds.
 * Audits of large models on a CPU take minutes, and stand in line.
 */
export const HELD_S = 60 * 60;
/** A task that is not done by then expires; also the end of every assignment's validity. */
export const TASK_LIFETIME_S = 15 * 60;
/** Attempts before a task fails. */
export const MAX_ATTEMPTS = 8;
