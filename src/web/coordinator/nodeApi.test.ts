import { afterEach, expect, it, vi } from 'vitest';
import type { ApiNodeRecord } from '#protocol/messages/apiNode.ts';
import { listNodeRecords, readNodeRecord } from '#web/coordinator/nodeApi.ts';

const record = (node: number): ApiNodeRecord => ({
  ...{
    node: String(node),
    object: 'node_record',
    online: true,
    last_seen_at: null,
    calls: { sent: 0, answered: 0 },
    results: null,
  },
});

/** A coordinator that knows these nodes, two on a page; its list never ends if `endless`. */
function serve(ids: number[], endless = false): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.search);
    const after = Number(url.searchParams.get('after'));
    const page = ids.filter((id) => id > after).slice(0, 2);
    const more = endless || ids.some((id) => id > (page.at(-1) ?? Infinity));
    return Response.json({ object: 'list', data: (endless ? [1] : page).map(record), has_more: more });
  });
  return asked;
}
afterEach(() => vi.unstubAllGlobals());

it('reads all pages of a coordinator', async () => {
  const asked = serve([1, 2, 5, 9, 12]);
  const nodes = (await listNodeRecords('http://c.test')).map(({ node }) => node);
  expect(nodes).toEqual(['1', '2', '5', '9', '12']);
  expect(asked).toEqual(['0', '2', '9'].map((after) => `?after=${after}&limit=200`));
});

it('reads no endless list to its end, and no node twice', async () => {
  const asked = serve([], true);
  expect((await listNodeRecords('http://c.test')).map(({ node }) => node)).toEqual(['1']);
  expect(asked).toHaveLength(50);
});

it('reads the record of one node, and nothing for one that never worked there', async () => {
  serve([5, 9]);
  expect((await readNodeRecord('http://c.test', 5n)).map(({ node }) => node)).toEqual(['5']);
  expect(await readNodeRecord('http://c.test', 6n)).toEqual([]);
});
