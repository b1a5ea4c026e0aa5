import { afterEach, expect, it, vi } from 'vitest';
import { checkChain, loadNetwork } from '#web/network/loadNetwork.ts';
import { pageClientOf } from '#web/network/pageClient.ts';

const ADDRESS = '0x1111111111111111111111111111111111111111';
const NETWORK = {
  name: 'test',
  chainId: 7,
  rpcUrl: 'http://chain.test',
  devnet: true,
  epochs: { blocks: 1, confirmations: 0, assignmentSeconds: 600 },
  contracts: {
    ...{ cai: ADDRESS, faucet: null, staking: ADDRESS },
    ...{ payments: ADDRESS, epochs: ADDRESS, slasher: ADDRESS, disputes: ADDRESS, juries: ADDRESS },
  },
};
const ONE = `0x${'1'.padStart(64, '0')}`;

interface Chain {
  file?: Response;
  /** Answers by method; a chain without answers is down. */
  answers?: Record<string, string>;
}

/** @returns the methods that the chain was asked for, and the addresses of all requests */
function serve({ file, answers }: Chain): { asked: string[]; urls: unknown[] } {
  const asked: string[] = [];
  const urls: unknown[] = [];
  vi.stubGlobal('fetch', async (url: unknown, init?: RequestInit) => {
    urls.push(url);
    if (url === '/network.json') return file ?? Response.json(NETWORK);
    if (answers === undefined) throw new TypeError('Failed to fetch');
    const requests = JSON.parse(String(init?.body)) as { id: number; method: string }[];
    asked.push(...requests.map(({ method }) => method));
    return Response.json(requests.map(({ id, method }) => ({ jsonrpc: '2.0', id, result: answers[method] })));
  });
  return { asked, urls };
}

afterEach(() => vi.unstubAllGlobals());

/** What the dApp does at its start. */
async function open() {
  const network = await loadNetwork();
  await checkChain(network, pageClientOf(network));
  return network;
}

it('takes a network whose chain has its staking contract, without reading the code', async () => {
  const { asked } = serve({ answers: { eth_chainId: '0x7', eth_call: ONE } });
  await expect(open()).resolves.toEqual(NETWORK);
  expect(asked.sort()).toEqual(['eth_call', 'eth_chainId']);
});

it('checkChain asks all that it asks in one request', async () => {
  const { urls } = serve({ answers: { eth_chainId: '0x7', eth_call: ONE } });
  await open();
  expect(urls).toEqual(['/network.json', `${NETWORK.rpcUrl}/`]);
});

it('loadNetwork asks the chain nothing, which may be down', async () => {
  serve({});
  await expect(loadNetwork()).resolves.toEqual(NETWORK);
});

it.each<[code: string, why: string, Chain]>([
  ['NO_FILE', 'a page in place of the file', { file: new Response('<!doctype html>') }],
  ['BAD_FILE', 'a file that lacks the contracts', { file: Response.json({ ...NETWORK, contracts: {} }) }],
  [
    'BAD_FILE',
    'half of a file',
    { file: new Response('{"name":', { headers: { 'content-type': 'application/json' } }) },
  ],
  ['OTHER_CHAIN', 'another chain', { answers: { eth_chainId: '0x8', eth_call: ONE } }],
  ['NOT_DEPLOYED', 'a chain without the contract', { answers: { eth_chainId: '0x7', eth_call: '0x' } }],
])('refuses with %s: %s', async (code, _why, chain) => {
  serve(chain);
  await expect(open()).rejects.toMatchObject({ name: 'NetworkError', code });
});

it('checkChain refuses with NO_CHAIN a chain that is down', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  serve({});
  const refused = expect(open()).rejects.toMatchObject({ code: 'NO_CHAIN' });
  await vi.runAllTimersAsync();
  await refused;
  vi.useRealTimers();
});

/** Never answers, or stops in the middle of the file; only its signal ends the wait. */
const STALLS = {
  'never answers': (signal: AbortSignal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  'stops in the middle of the file': async (signal: AbortSignal) => {
    const body = new ReadableStream({
      start: (file) => signal.addEventListener('abort', () => file.error(signal.reason)),
    });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  },
};

it.each(Object.entries(STALLS))('says that a server does not answer that %s', async (_, stall) => {
  const late = new AbortController();
  const limit = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
  vi.stubGlobal('fetch', (_url: unknown, init?: RequestInit) => stall(init?.signal as AbortSignal));
  const loading = expect(loadNetwork()).rejects.toMatchObject({ code: 'NO_FILE' });
  await new Promise((resolve) => setTimeout(resolve));
  late.abort(new DOMException('Too late.', 'TimeoutError'));
  await loading;
  limit.mockRestore();
});
