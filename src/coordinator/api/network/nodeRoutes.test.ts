import { expect, it, vi } from 'vitest';
import { addNodeRoutes } from '#coordinator/api/network/nodeRoutes.ts';
import type { NodeRecord, ResultCounts } from '#coordinator/records/nodeRecords.ts';
import { testApi } from '#coordinator/testing/testApi.ts';
import { apiNodeRecordsSchema } from '#protocol/messages/apiNode.ts';

const RESULTS: ResultCounts = {
  ...{ waiting: 1, due: 0, skipped: 40, passed: 9, unchecked: 1, withheld: 0, disputed: 2 },
};

const NO_CALLS = { sent: 0, answered: 0 };

function setUp(records: NodeRecord[] = []) {
  const api = testApi();
  const page = vi.fn(async (_after: bigint, _limit: number) => ({ records, hasMore: false }));
  addNodeRoutes(api, { nodes: { page }, uptimeMs: () => 0 });
  return { page, get: (query = '') => api.request(`/v1/network/nodes${query}`) };
}

it('shows what is known of each node, and what is not', async () => {
  const { get } = setUp([
    {
      nodeId: 3n,
      isOnline: true,
      seenAtMs: 1_700_000_000_900,
      results: RESULTS,
      calls: { sent: 9, answered: 7 },
    },
    { nodeId: 4n, isOnline: false, seenAtMs: undefined, results: undefined, calls: NO_CALLS },
  ]);
  const answer = await get();
  expect(answer.status).toBe(200);
  expect(apiNodeRecordsSchema.parse(await answer.json())).toEqual({
    object: 'list',
    data: [
      {
        node: '3',
        object: 'node_record',
        online: true,
        last_seen_at: 1_700_000_000,
        results: RESULTS,
        calls: { sent: 9, answered: 7 },
      },
      { node: '4', object: 'node_record', online: false, last_seen_at: null, results: null, calls: NO_CALLS },
    ],
    has_more: false,
  });
});

it.each([
  ['', [0n, 100]],
  ['?after=0&limit=1', [0n, 1]],
  ['?after=7&limit=200', [7n, 200]],
])('asks for the page of %s', async (query, wanted) => {
  const { get, page } = setUp();
  await get(query);
  expect(page.mock.calls).toEqual([wanted]);
});

it.each([
  '?limit=0',
  '?limit=201',
  '?limit=x',
  '?after=-1',
  '?after=01',
  '?after=x',
  '?after=1234567890123456789',
])('reads nothing for %s', async (query) => {
  const { get, page } = setUp();
  expect((await get(query)).status).not.toBe(200);
  expect(page).not.toHaveBeenCalled();
});

it('gives a client a hundred and twenty answers in a minute', async () => {
  const { get } = setUp();
  for (let asked = 0; asked < 120; asked++) expect((await get()).status).toBe(200);
  expect((await get()).status).toBe(429);
});
