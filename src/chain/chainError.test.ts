import { BlockNotFoundError, HttpRequestError, RpcRequestError } from 'viem';
import { expect, it } from 'vitest';
import { ChainError, chainErrorOf } from '#chain/chainError.ts';

const url = 'https://node.example/secret-key';
const rpc = (code: number, message: string, more: { status?: number; headers?: Headers } = {}) =>
  new RpcRequestError({ url, body: {}, error: { code, message }, ...more });
const http = (status: number, headers = new Headers()) =>
  new HttpRequestError({ url, body: {}, status, headers });
const retryAfter = (value: string) => new Headers({ 'retry-after': value });

it.each([
  ['a limit of the node', rpc(-32_005, 'limit exceeded'), 'RATE_LIMITED'],
  ['a limit of QuickNode', rpc(-32_007, '50/second request limit reached'), 'RATE_LIMITED'],
  ['HTTP 429', http(429), 'RATE_LIMITED'],
  ['HTTP 429 with a JSON-RPC error', rpc(-32_000, 'slow down', { status: 429 }), 'RATE_LIMITED'],
  ['an unknown block', rpc(-32_000, 'header not found'), 'NO_BLOCK'],
  ['an unknown block with HTTP 400', rpc(-32_000, 'header not found', { status: 400 }), 'NO_BLOCK'],
  ['HTTP 403 with a JSON-RPC error', rpc(-32_000, 'key disabled', { status: 403 }), 'NO_ANSWER'],
  ['pruned state', rpc(-32_000, 'missing trie node'), 'NO_BLOCK'],
  ['a null block', new BlockNotFoundError({ blockNumber: 7n }), 'NO_BLOCK'],
  ['HTTP 503', http(503), 'NO_ANSWER'],
  ['HTTP 503 with a JSON-RPC error', rpc(-32_000, 'overloaded', { status: 503 }), 'NO_ANSWER'],
  ['anything else', new Error('fetch failed'), 'NO_ANSWER'],
])('%s, alone or as a cause, is %s', (_, error, code) => {
  expect(chainErrorOf(error).code).toBe(code);
  const wrapped = chainErrorOf(new Error('reading failed', { cause: error }));
  expect(wrapped.code).toBe(code);
  // Providers put a customer’s key in the URL.
  expect(wrapped.message).not.toContain('secret-key');
});

it('keeps a ChainError as it is', () => {
  const error = new ChainError('OTHER_CHAIN', 'The node serves chain 1, not chain 10.');
  expect(chainErrorOf(new Error('reading failed', { cause: error }))).toBe(error);
});

it.each([
  ['7', 7_000],
  [new Date(Date.now() + 60_000).toUTCString(), 60_000],
  [new Date(Date.now() - 60_000).toUTCString(), 0],
  ['soon', 0],
])('reads the pause from Retry-After: %s', (value, pauseMs) => {
  const { details } = chainErrorOf(http(429, retryAfter(value)));
  expect(details.pauseMs).toBeLessThanOrEqual(pauseMs);
  expect(details.pauseMs).toBeGreaterThanOrEqual(pauseMs - 2_000);
});
