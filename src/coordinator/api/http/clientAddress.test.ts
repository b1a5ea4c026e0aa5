import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { clientAddress } from '#coordinator/api/http/clientAddress.ts';

const PROXY = '203.0.113.1';

async function addressOf(trustProxy: boolean, forwarded?: string): Promise<string> {
  const app = new Hono();
  app.get('/', (context) => context.text(clientAddress(context, trustProxy)));
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const incoming = { socket: { remoteAddress: PROXY, remotePort: 443, remoteFamily: 'IPv4' } };
  return (await app.request('/', { headers }, { incoming })).text();
}

it.each([
  [
    'what the proxy in front of it added, not what the client wrote',
    true,
    '10.0.0.1, 198.51.100.7',
    '198.51.100.7',
  ],
  ['the only address that a trusted proxy names', true, '198.51.100.7', '198.51.100.7'],
  ['that of the connection when the proxy names none', true, undefined, PROXY],
  ['that of the connection when no proxy is trusted', false, '198.51.100.7', PROXY],
])('clientAddress is %s', async (_, trustProxy, forwarded, address) => {
  expect(await addressOf(trustProxy, forwarded)).toBe(address);
});
