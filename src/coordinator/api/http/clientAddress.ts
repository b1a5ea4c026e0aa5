import { isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Name of our own proxy's header; the last address in it is the one that the proxy itself saw. */
const FORWARDED_FOR = 'x-forwarded-for';

/**
 * The client that a quota counts: an IPv4 address, or an IPv6 /64, which is what one customer gets.
 * @param trustProxy whether a proxy of ours stands in front and sets X-Forwarded-For
 */
export function clientAddress(context: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? context.req.header(FORWARDED_FOR)?.split(',').at(-1)?.trim() : undefined;
  const address = forwarded ?? getConnInfo(context).remote.address ?? 'unknown';
  return normalAddress(address);
}

export function normalAddress(address: string): string {
  // Some proxies add the port: each connection would be another client.
  const host = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1');
  const plain = host.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  if (plain === '::1') return '127.0.0.1';
  const [head = '', tail = ''] = plain.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = plain.includes('::')
    ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
    : [];
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}
