import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { useReadNodes } from '#web/queries/useNodes.ts';

const keyOf = (id: bigint) => [...CHAIN_KEY, 'node', id.toString()];

function Probe({ ids }: { ids: readonly bigint[] }) {
  const { nodes, isFailed } = useReadNodes(ids);
  return <p>{`${nodes.map(({ id }) => id).join()} ${isFailed}`}</p>;
}

async function shown(ids: readonly bigint[]): Promise<string> {
  const client = new QueryClient({ defaultOptions: { queries: { retryOnMount: false, retry: false } } });
  client.setQueryData(keyOf(1n), { id: 1n });
  const queryFn = () => Promise.reject(new Error('the chain is away'));
  await client.prefetchQuery({ queryKey: keyOf(2n), queryFn });
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <NetworkContext value={{} as Network}>
        <Probe ids={ids} />
      </NetworkContext>
    </QueryClientProvider>,
  );
}

it('tells that a node could not be read, so that nobody waits for it', async () => {
  expect(await shown([1n, 2n])).toBe('<p>1 true</p>');
});

it('tells of no failure while a node is being read', async () => {
  expect(await shown([1n, 3n])).toBe('<p>1 false</p>');
});
