import { encodeEventTopics, numberToHex, zeroHash } from 'viem';
import { afterEach, expect, it, vi } from 'vitest';
import { readExhibits } from '#chain/courts/exhibits.ts';
import { juriesAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { pageClientOf, readerOf } from '#web/network/pageClient.ts';

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

it('the pages’ client can read the exhibits of a case', async () => {
  const juries = numberToHex(0xc0de, { size: 20 });
  const topics = encodeEventTopics({
    abi: juriesAbi,
    eventName: 'Exhibited',
    args: { caseId: 1n, coordinator: juries },
  });
  const log = { address: juries, topics, data: zeroHash, blockNumber: '0x5', logIndex: '0x0' };
  const answers: Record<string, unknown> = {
    eth_getLogs: [log],
    eth_getBlockByNumber: { number: '0x5', transactions: [] },
  };
  vi.stubGlobal('fetch', async (_: string, { body }: RequestInit) => {
    const calls: { id: number; method: string }[] = JSON.parse(body as string);
    return Response.json(
      calls.map(({ id, method }) => ({ jsonrpc: '2.0', id, result: answers[method] ?? '0x5' })),
    );
  });
  const client = readerOf(pageClientOf(CONFIG));
  const exhibits = await readExhibits(client, juries, { caseId: 1n, opening: 5n });
  expect(exhibits.map(({ hash }) => hash)).toEqual([zeroHash]);
});
