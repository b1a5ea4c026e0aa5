import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { hostOf } from '#network/limits/host.ts';

/** Name of our own proxy's header; the last address in it is the one that the proxy itself saw. */
const FORWARDED_FOR = 'x-forwarded-for';

/**
 * The client that a quota counts: an IPv4 address, or an IPv6 /64, which is what one customer gets.
 * @param trustProxy whether a proxy of ours stands in front and sets X-Forwarded-For
 */
export function clientAddress(context: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? context.req.header(FORWARDED_FOR)?.split(',').at(-1)?.trim() : undefined;
  const address = forwarded ?? getConnInfo(context).remote.address ?? 'unknown';
  return hostOf(address);
}
