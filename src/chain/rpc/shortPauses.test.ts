import { afterEach, describe, expect, it, vi } from 'vitest';
import { type NetworkConfig, readClientOf } from '#chain/networkConfig.ts';
import { LONGEST_PAUSE_S, shortPauses } from '#chain/rpc/shortPauses.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Answers of a node that asks for a pause, once. */
function limiting(retryAfter: string) {
  const headers = { 'content-type': 'application/json', 'retry-after': retryAfter };
  const answer = () => new Response('{"jsonrpc":"2.0","id":1,"result":"0x1"}', { headers });
  const node = vi.fn(async () => answer());
  node.mockResolvedValueOnce(new Response('{}', { status: 429, headers }));
  vi.stubGlobal('fetch', node);
  return node;
}

describe('shortPauses', () => {
  it.each([
    [String(LONGEST_PAUSE_S), String(LONGEST_PAUSE_S)],
    [String(LONGEST_PAUSE_S + 1), String(LONGEST_PAUSE_S)],
    ['99999999', String(LONGEST_PAUSE_S)],
    ['Wed, 21 Oct 2099 07:28:00 GMT', 'Wed, 21 Oct 2099 07:28:00 GMT'],
  ])('makes a pause of %s one of %s', async (asked, given) => {
    limiting(asked);
    const response = await shortPauses('https://node.example');
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, given]);
    expect(await response.text()).toBe('{}');
  });

  it('lets a read go on soon, whatever a node asks for', async () => {
    vi.useFakeTimers();
    const node = limiting('3600');
    const config = {
      name: 'test',
      chainId: 1,
      rpcUrl: 'https://node.example',
      devnet: true,
    } as NetworkConfig;
    const read = readClientOf(config).getBlockNumber();
    await vi.advanceTimersByTimeAsync(LONGEST_PAUSE_S * 1_000 + 100);
    expect(await read).toBe(1n);
    expect(node).toHaveBeenCalledTimes(2);
  });
});
