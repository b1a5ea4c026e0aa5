import { z } from 'zod';
import { addressField, hashField, unixSecondsField } from '#protocol/fields.ts';
import { TASK_STATUSES } from '#protocol/task/taskLife.ts';

/** What the coordinator's HTTP API answers about all its tasks: nothing that only their clients may know. */

/** Tasks on a page of `GET /v1/network/tasks`, at most. */
export const MOST_TASKS_ON_A_PAGE = 100;

/** One task, without its prompt and its result. Times are Unix seconds. */
export const apiListedTaskSchema = z.object({
  id: hashField,
  object: z.literal('listed_task'),
  kind: z.enum(['image', 'text']),
  model: z.string(),
  status: z.enum(TASK_STATUSES),
  created_at: unixSecondsField,
  /** Null while it is not over. */
  finished_at: unixSecondsField.nullable(),
  /** Who delivered it, or has it now; null for neither. */
  miner: addressField.nullable(),
  /** What its miner gets for it, as a decimal number; null until it is delivered. */
  amount_cai: z.string().nullable(),
});
export type ApiListedTask = z.infer<typeof apiListedTaskSchema>;

/** `GET /v1/network/tasks`. */
export const apiTaskListSchema = z.object({
  object: z.literal('list'),
  /** Those under way first, then those that ended last. */
  data: z.array(apiListedTaskSchema).max(MOST_TASKS_ON_A_PAGE),
  /** `after` of the next page; null on the last one. */
  next: z.string().nullable(),
});
export type ApiTaskList = z.infer<typeof apiTaskListSchema>;

/** Where a page begins: after a task that ended then, in ms since 1970, or that is not over. */
export interface TaskCursor {
  finishedAt: number | null;
  id: z.infer<typeof hashField>;
}

/**
 * A place in the list, as text for an address.
 * @example writeTaskCursor({ finishedAt: 1_700_000_000_000, id }); // '1700000000000-0x…'
 */
export const writeTaskCursor = ({ finishedAt, id }: TaskCursor): string => `${finishedAt ?? 'open'}-${id}`;

const cursorField = z
  .string()
  .regex(/^(open|\d{1,15})-0x[0-9a-f]{64}$/, 'must be `next` of the page before')
  .transform((text): TaskCursor => {
    const [finishedAt, id] = text.split('-') as [string, TaskCursor['id']];
    return { finishedAt: finishedAt === 'open' ? null : Number(finishedAt), id };
  });

/** Its query. */
export const apiTaskListQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_TASKS_ON_A_PAGE).default(25),
  after: cursorField.optional(),
});
