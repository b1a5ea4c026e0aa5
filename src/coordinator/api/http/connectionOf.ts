import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** Node's answer to a request; undefined where there is no server, as in a test. */
export const connectionOf = (context: Context): Pick<HttpBindings['outgoing'], 'destroy'> | undefined =>
  (context.env as Partial<HttpBindings> | undefined)?.outgoing;
