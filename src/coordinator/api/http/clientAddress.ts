import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { hostOf } from '#network/limits/host.ts';

/** Header to which each proxy adds the address that it saw itself, at the end. */
const FORWARDED_FOR = 'x-forwarded-for';

/**
 * The client that a quota counts: an IPv4 address, or an IPv6 /64, which is what one customer gets.
 * @param proxies how many proxies of ours stand in front, one behind the other, and add to X-Forwarded-For
 */
export function clientAddress(context: Context, proxies: number): string {
  const forwarded =
    proxies > 0 ? context.req.header(FORWARDED_FOR)?.split(',').at(-proxies)?.trim() : undefined;
  const address = forwarded ?? getConnInfo(context).remote.address ?? 'unknown';
  return hostOf(address);
}
