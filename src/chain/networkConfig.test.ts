import { zeroHash } from 'viem';
import { afterEach, expect, it, vi } from 'vitest';
import { readFirstBlock } from '#chain/firstBlock.ts';
import { chainOf, networkConfigSchema, readClientOf } from '#chain/networkConfig.ts';
import { CONFIG } from '#chain/testing/followedNode.ts';

afterEach(() => void vi.unstubAllGlobals());

const urls = (count: number) => Array.from({ length: count }, (_, at) => `https://${at}.example/key`);

it.each([undefined, [], urls(1), urls(8)])(
  'networkConfigSchema accepts the further nodes %j',
  (fallbackRpcUrls) => {
    expect(networkConfigSchema.parse({ ...CONFIG, fallbackRpcUrls })).toMatchObject({ name: 'test' });
  },
);

it.each([[['ftp://a.example']], [['a.example']], [''], [null], [urls(9)]])(
  'networkConfigSchema refuses the further nodes %j',
  (fallbackRpcUrls) => {
    expect(networkConfigSchema.safeParse({ ...CONFIG, fallbackRpcUrls }).success).toBe(false);
  },
);

it.each([
  ['https://scan.example', true],
  ['scan.example', false],
  ['javascript:alert(1)', false],
])('networkConfigSchema takes the block explorer %s: %s', (explorerUrl, takes) => {
  expect(networkConfigSchema.safeParse({ ...CONFIG, explorerUrl }).success).toBe(takes);
});

it.each([
  [undefined, true],
  ['0123456789abcdef0123456789abcdef', true],
  ['0123456789abcdef0123456789abcde', false],
  ['0123456789ABCDEF0123456789abcdef', false],
  [`0123456789abcdef0123456789abcdef\n`, false],
  ['YOUR_PROJECT_ID', false],
  ['', false],
  [null, false],
])('networkConfigSchema takes the WalletConnect project %j: %s', (walletConnectProjectId, takes) => {
  expect(networkConfigSchema.safeParse({ ...CONFIG, walletConnectProjectId }).success).toBe(takes);
});

it('chainOf names the block explorer of a network that has one', () => {
  expect(chainOf(CONFIG).blockExplorers).toBeUndefined();
  const { blockExplorers } = chainOf({ ...CONFIG, explorerUrl: 'https://scan.example' });
  expect(blockExplorers?.default.url).toBe('https://scan.example');
});

it('chainOf and readClientOf name all nodes, in their order', async () => {
  const config = { ...CONFIG, fallbackRpcUrls: ['https://b.example', 'https://c.example'] };
  expect(chainOf(config).rpcUrls.default.http).toEqual([CONFIG.rpcUrl, ...config.fallbackRpcUrls]);
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(new URL(url).hostname);
    if (asked.length < 3) throw new TypeError('fetch failed');
    return Response.json({ jsonrpc: '2.0', id: 1, result: '0x7' });
  });
  expect(await readClientOf(config).getChainId()).toBe(7);
  expect(asked).toEqual(['a.example', 'b.example', 'c.example']);
});

it('readFirstBlock asks a devnet only: a public chain has one answer, from every node', async () => {
  const fetch = vi.fn(async () =>
    Response.json({ jsonrpc: '2.0', id: 1, result: { hash: '0x12', number: '0x1' } }),
  );
  vi.stubGlobal('fetch', fetch);
  const client = readClientOf(CONFIG);
  expect(await readFirstBlock(client, { devnet: false })).toBe(zeroHash);
  expect(fetch).not.toHaveBeenCalled();
  expect(await readFirstBlock(client, { devnet: true })).toBe('0x12');
});
