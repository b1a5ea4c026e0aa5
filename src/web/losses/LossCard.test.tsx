import { QueryClient } from '@tanstack/react-query';
import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import type { OwnSlash } from '#chain/history/ownSlashes.ts';
import { LossCard } from '#web/losses/LossCard.tsx';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { exampleNode } from '#web/staking/testing/exampleNode.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const OWN = '0x00000000000000000000000000000000000000b1';
const SLASH = {
  ...{ penalty: { nodeId: 3n, transaction: `0x${'e'.repeat(64)}` }, at: 1_700_000_000 },
  ...{ lost: parseEther('20'), isGivenBack: false },
} as unknown as OwnSlash;

/** The card of a wallet that has these votes and exits, where slashes of node 3 were read. */
function shown(nodes: readonly bigint[], leaving: readonly bigint[], slashes: readonly OwnSlash[]) {
  const queries = new QueryClient();
  const put = (name: string, data: unknown) => queries.setQueryData([...CHAIN_KEY, name, OWN], data);
  put(
    'votes',
    nodes.map((id) => ({ node: exampleNode({ id }), amount: 1n })),
  );
  put('stake', { exits: leaving.map((nodeId) => ({ nodeId })) });
  put('ownSlashes-3', slashes);
  return renderPage(<LossCard address={OWN} />, { queries });
}

it.each([
  ['has votes', [3n], []],
  ['takes votes out', [], [3n, 0n]],
])('tells what a slash took from a wallet that %s', (_, nodes, leaving) => {
  const html = shown(nodes, leaving, [SLASH]);
  expect(html).toContain('Slashes that took from your stake');
  expect(html).toMatch(/node 3 was slashed: you lost 20 CAI\./);
  expect(html).toContain('href="/nodes/3"');
});

it('says nothing where no slash took anything', () => {
  expect(shown([3n], [], [])).toBe('');
});
