import { AuditorError, type ResultComparer } from '#coordinator/audit/backEnds/auditor.ts';
import { isFoundWrong, MOST_RESULTS, type Replicas } from '#coordinator/audit/tabs/replicas.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { isOver } from '#protocol/task/taskLife.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { taskRequestSchema } from '#protocol/task/taskRequest.ts';
import { type TaskResult, taskResultSchema } from '#protocol/task/taskResult.ts';

/**
 * What other tabs say of a result:
 * - `open`: they have not finished.
 * - `right`: another tab came to the same.
 * - `wrong`: another tab contradicts it, beside what was known against it, or two that agree.
 * - `unclear`: something speaks against it, and something for it.
 * - `unknown`: no other tab could compute it.
 */
export type TabOpinion = 'open' | 'right' | 'wrong' | 'unclear' | 'unknown';

export interface TabOpinionDeps {
  tasks: Pick<TaskStore, 'result'>;
  replicas: Replicas;
  comparer: ResultComparer;
  /** Whether two results agree, by their tasks' ids. */
  compared: Map<string, boolean>;
}

/** Comparisons that are remembered. */
const KEPT_COMPARISONS = 1_000;

/**
 * On a result that this coordinator's own back ends found wrong, and whose replica has begun. Without another
 * tab it stays wrong. A replica that repeats it is computed again by the same back ends, so the two stand or
 * fall together: whoever has a friend's tab confirm a fake has the friend's result judged too, and compared
 * with a third owner's.
 */
export async function opinionOnDoubted(deps: TabOpinionDeps, task: TaskRecord): Promise<TabOpinion> {
  const replica = await deps.replicas.of(task);
  if (replica === undefined) return 'wrong';
  if (!isOver(replica.status)) return 'open';
  if (replica.status !== 'done' || !(await agree(deps, task, replica))) return 'wrong';
  const { audit } = replica;
  if (audit?.state === 'due' || audit?.state === 'waiting') return 'open';
  return audit?.state === 'disputed' ? 'wrong' : 'unclear';
}

/** Whether two other owners' tabs came to this result before, so that our own back ends may be at fault. */
export async function isThirdAlike(deps: TabOpinionDeps, task: TaskRecord): Promise<boolean> {
  const earlier = await deps.replicas.origins(task);
  if (earlier.length < MOST_RESULTS - 1) return false;
  for (const other of earlier) if (!(await agree(deps, task, other))) return false;
  return true;
}

/**
 * On a result that this coordinator cannot compute: two that agree are right, and a third that they
 * contradict is wrong. Begins the next replica where it is needed.
 */
export async function opinionAmongTabs(deps: TabOpinionDeps, task: TaskRecord): Promise<TabOpinion> {
  const chain = await deps.replicas.family(task);
  // What we found wrong confirms nothing.
  const family = chain.filter((each) => each.id === task.id || !isFoundWrong(each));
  const others = family.filter(({ id }) => id !== task.id);
  const done = others.filter(({ status }) => status === 'done');
  for (const other of done) if (await agree(deps, task, other)) return 'right';
  if (others.some(({ status }) => !isOver(status))) return 'open';
  const last = chain.at(-1)!;
  if (family.length < MOST_RESULTS && last.status === 'done') {
    await deps.replicas.begin(last);
    return 'open';
  }
  const [one, other] = done;
  if (one === undefined) return 'unknown';
  return other !== undefined && (await agree(deps, one, other)) ? 'wrong' : 'unclear';
}

/** Two results that were compared are not compared again while one of them waits for its audit. */
async function agree(deps: TabOpinionDeps, one: TaskRecord, other: TaskRecord): Promise<boolean> {
  const pair = [one.id, other.id].sort().join();
  const known = deps.compared.get(pair);
  if (known !== undefined) return known;
  const isSame = await compare(deps, one, other);
  deps.compared.set(pair, isSame);
  if (deps.compared.size > KEPT_COMPARISONS) deps.compared.delete(deps.compared.keys().next().value!);
  return isSame;
}

async function compare({ tasks, comparer }: TabOpinionDeps, one: TaskRecord, other: TaskRecord) {
  const [first, second] = [await readResult(tasks, one), await readResult(tasks, other)];
  if (one.request === null) throw deleted(one);
  const request = decodeWire(taskRequestSchema, one.request, TASK_LIMIT.requestBytes);
  return distanceOf(await comparer.compare({ request, one: first, other: second })) <= 1;
}

async function readResult(tasks: TabOpinionDeps['tasks'], task: TaskRecord): Promise<TaskResult> {
  const bytes = await tasks.result(task.id);
  if (bytes === undefined) throw deleted(task);
  return decodeWire(taskResultSchema, bytes, TASK_LIMIT.resultBytes, TASK_LIMIT.resultItems);
}

const deleted = ({ id }: TaskRecord) =>
  new AuditorError('contents_deleted', `The contents of task ${id} were deleted.`);
