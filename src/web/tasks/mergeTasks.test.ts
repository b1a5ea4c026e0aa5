import { expect, it } from 'vitest';
import type { ApiListedTask } from '#protocol/task/apiTaskList.ts';
import { mergeTasks } from '#web/tasks/mergeTasks.ts';

const task = (number: number, finished_at: number | null, created_at = number): ApiListedTask => ({
  ...{ id: `0x${String(number).padStart(64, '0')}`, object: 'listed_task', kind: 'image', model: 'draw' },
  ...{ status: finished_at === null ? 'running' : 'done', created_at, finished_at, miner: null },
  amount_cai: null,
});
const numbers = (tasks: readonly ApiListedTask[]) => tasks.map(({ id }) => Number(id.slice(2)));

it('puts those under way first, the newest of them first, then those that ended last', () => {
  const lists = [
    { tasks: [task(1, null), task(2, 50), task(3, 10)], hasMore: false },
    { tasks: [task(4, null), task(5, 30)], hasMore: false },
  ];
  expect(numbers(mergeTasks(lists))).toEqual([4, 1, 2, 5, 3]);
});

it('waits with what ended before the last known task of a coordinator that has more', () => {
  const busy = { tasks: [task(1, 50), task(2, 40)], hasMore: true };
  const quiet = { tasks: [task(3, 45), task(4, 10)], hasMore: false };
  expect(numbers(mergeTasks([busy, quiet]))).toEqual([1, 3, 2]);
  expect(numbers(mergeTasks([{ ...busy, hasMore: false }, quiet]))).toEqual([1, 3, 2, 4]);
});

it('names a task once that ended between two pages', () => {
  const found = mergeTasks([{ tasks: [task(1, null), task(1, 50)], hasMore: false }]);
  expect(found).toEqual([task(1, 50)]);
});

it('is empty without tasks, and without coordinators', () => {
  expect([mergeTasks([]), mergeTasks([{ tasks: [], hasMore: false }])]).toEqual([[], []]);
});
