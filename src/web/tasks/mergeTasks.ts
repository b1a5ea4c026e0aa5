import type { ApiListedTask } from '#protocol/task/apiTaskList.ts';

/** What is read of one coordinator so far, in its order. */
export interface ReadTasks {
  tasks: readonly ApiListedTask[];
  hasMore: boolean;
}

/** A task that is not over comes before all that are. */
const endOf = ({ finished_at }: ApiListedTask): number => finished_at ?? Number.POSITIVE_INFINITY;

function compare(a: ApiListedTask, b: ApiListedTask): number {
  const [endOfA, endOfB] = [endOf(a), endOf(b)];
  if (endOfA !== endOfB) return endOfA > endOfB ? -1 : 1;
  return b.created_at - a.created_at || (a.id < b.id ? 1 : -1);
}

/**
 * The tasks of several coordinators in one list: those under way first, then those that ended last. What
 * ended before a coordinator's last known task waits until more of that one is read: others may belong
 * between.
 * @example mergeTasks([{ tasks: first, hasMore: true }, { tasks: second, hasMore: false }]);
 */
export function mergeTasks(lists: readonly ReadTasks[]): ApiListedTask[] {
  const known = lists.flatMap(({ tasks, hasMore }) => (hasMore ? tasks.slice(-1).map(endOf) : []));
  const horizon = Math.max(Number.NEGATIVE_INFINITY, ...known);
  // A task that ended while the pages were read is on two of them: the newer word counts.
  const byId = new Map<string, ApiListedTask>();
  for (const { tasks } of lists)
    for (const task of tasks) {
      const before = byId.get(task.id);
      if (before === undefined || before.finished_at === null) byId.set(task.id, task);
    }
  return [...byId.values()].filter((task) => endOf(task) >= horizon).sort(compare);
}
