import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { NodeTag, nodeIdKey } from '#web/nodeTag/NodeTag.tsx';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const OPERATOR = '0xA1b2c3D4e5F60718293a4b5C6d7e8F9001122334';
const NODE = exampleNode({ id: 7n, operator: OPERATOR });

/** The tag once the chain has told this much. */
function tag({ id, name }: { id?: bigint; name?: string }): string {
  const queries = new QueryClient();
  if (id !== undefined) queries.setQueryData(nodeIdKey(OPERATOR), id);
  queries.setQueryData([...CHAIN_KEY, 'node', '7'], NODE);
  if (name !== undefined) queries.setQueryData(['nodeInfo', '7', NODE.infoHash], { name });
  return renderPage(<NodeTag operator={OPERATOR} />, { queries });
}
const ADDRESS = new RegExp(`<code[^>]* title="${OPERATOR}"[^>]*>0xA1b2…2334</code>`);

it('names a node, leads to its page, and has its key in the tooltip', () => {
  const html = tag({ id: 7n, name: 'Ann’s tab' });
  expect(html).toBe(`<a title="${OPERATOR}" href="/nodes/7"><bdi>Ann’s tab</bdi></a>`);
});

it('leads to a node that announces no name by its number', () => {
  expect(tag({ id: 7n })).toMatch(/href="\/nodes\/7">node 7</);
});

it.each(['', '  ', '\u200b\u202e'])(
  'leads to a node by its number too where its name %j shows nothing',
  (name) => {
    expect(tag({ id: 7n, name })).toMatch(/href="\/nodes\/7">node 7</);
  },
);

it.each([
  ['while the chain has not answered', {}],
  ['for a key that is no node’s', { id: 0n }],
])('shows the address %s', (_, known) => {
  expect(tag(known)).toMatch(ADDRESS);
});
