import { expect, it, vi } from 'vitest';
import { addTaskListRoute } from '#coordinator/api/network/taskListRoute.ts';
import type { ListedTask } from '#coordinator/records/taskList.ts';
import { testApi } from '#coordinator/testing/testApi.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { apiTaskListSchema, type TaskCursor } from '#protocol/task/apiTaskList.ts';

const ID = `0x${'1'.repeat(64)}` as const;
const miner = accountOf('ann').address;
const TASK: ListedTask = {
  ...{ id: ID, kind: 'image', model: 'draw', status: 'done', createdAt: 1_700_000_000_900 },
  ...{ finishedAt: 1_700_000_009_900, miner, amount: 1_500_000_000_000_000_000n },
};

function setUp(next: TaskCursor | null = null) {
  const api = testApi();
  const page = vi.fn(async (_after: TaskCursor | undefined, _limit: number) => ({ tasks: [TASK], next }));
  addTaskListRoute(api, { tasks: { page }, uptimeMs: () => 0 });
  return { page, get: (query = '') => api.request(`/v1/network/tasks${query}`) };
}

it('shows each task in seconds and CAI, and where the next page begins', async () => {
  const { get, page } = setUp({ finishedAt: 1_700_000_009_900, id: ID });
  const answer = apiTaskListSchema.parse(await (await get()).json());
  expect(answer.data).toEqual([
    {
      ...{ id: ID, object: 'listed_task', kind: 'image', model: 'draw', status: 'done', miner },
      ...{ created_at: 1_700_000_000, finished_at: 1_700_000_009, amount_cai: '1.5' },
    },
  ]);
  await get(`?after=${answer.next}&limit=7`);
  expect(page.mock.calls).toEqual([
    [undefined, 25],
    [{ finishedAt: 1_700_000_009_900, id: ID }, 7],
  ]);
});

it('begins after a task that is not over', async () => {
  const { get, page } = setUp({ finishedAt: null, id: ID });
  const { next } = apiTaskListSchema.parse(await (await get()).json());
  await get(`?after=${next}`);
  expect(page.mock.calls[1]).toEqual([{ finishedAt: null, id: ID }, 25]);
});

it.each(['?limit=0', '?limit=101', '?limit=x', '?after=x', `?after=${ID}`, `?after=-1-${ID}`])(
  'reads nothing for %s',
  async (query) => {
    const { get, page } = setUp();
    expect((await get(query)).status).not.toBe(200);
    expect(page).not.toHaveBeenCalled();
  },
);

it('gives a client a hundred and twenty answers in a minute', async () => {
  const { get } = setUp();
  for (let asked = 0; asked < 120; asked++) expect((await get()).status).toBe(200);
  expect((await get()).status).toBe(429);
});
