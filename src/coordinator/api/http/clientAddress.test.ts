import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { clientAddress } from '#coordinator/api/http/clientAddress.ts';

const PROXY = '203.0.113.1';

async function addressOf(proxies: number, forwarded?: string): Promise<string> {
  const app = new Hono();
  app.get('/', (context) => context.text(clientAddress(context, proxies)));
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const incoming = { socket: { remoteAddress: PROXY, remotePort: 443, remoteFamily: 'IPv4' } };
  return (await app.request('/', { headers }, { incoming })).text();
}

it.each([
  [
    'what the proxy in front of it added, not what the client wrote',
    1,
    '10.0.0.1, 198.51.100.7',
    '198.51.100.7',
  ],
  [
    'what the outer of two proxies added, neither the inner one’s neighbour nor what the client wrote',
    2,
    '10.0.0.1, 198.51.100.7, 192.0.2.1',
    '198.51.100.7',
  ],
  ['that of the connection when fewer proxies have added theirs', 2, '198.51.100.7', PROXY],
  ['the only address that a trusted proxy names', 1, '198.51.100.7', '198.51.100.7'],
  ['that of the connection when the proxy names none', 1, undefined, PROXY],
  ['that of the connection when no proxy is trusted', 0, '198.51.100.7', PROXY],
])('clientAddress is %s', async (_, proxies, forwarded, address) => {
  expect(await addressOf(proxies, forwarded)).toBe(address);
});
