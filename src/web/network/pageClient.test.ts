import { afterEach, expect, it, vi } from 'vitest';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { pageClientOf } from '#web/network/pageClient.ts';

afterEach(() => vi.unstubAllGlobals());

const CONFIG = {
  ...{ name: 'test', chainId: 7, devnet: true },
  ...{ rpcUrl: 'https://liar.example', fallbackRpcUrls: ['https://other.example'] },
} as NetworkConfig;

it('the pages’ client sends what is asked at once in one request, and asks the next node where one lies', async () => {
  const asked = vi.fn(async (url: string, { body }: RequestInit) => {
    const calls: { id: number }[] = JSON.parse(body as string);
    const result = url.includes('liar') ? `0x${'f'.repeat(1_000_000)}` : '0x7';
    return Response.json(calls.map(({ id }) => ({ jsonrpc: '2.0', id, result })));
  });
  vi.stubGlobal('fetch', asked);
  const client = pageClientOf(CONFIG);
  expect(await Promise.all([client.getChainId(), client.getGasPrice()])).toEqual([7, 7n]);
  expect(asked).toHaveBeenCalledTimes(2);
});
