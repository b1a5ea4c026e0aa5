import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { KEEP_HEADER } from '#protocol/messages/api.ts';

/** What the middleware adds to a request. */
export interface ApiEnv {
  Variables: {
    /** The client that quotas count. */
    client: string;
  };
}

export type Api = OpenAPIHono<ApiEnv>;

/** A JSON response in a route's OpenAPI description. */
export const jsonContent = <S>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** Whether the client wants its task to go on when it hangs up. */
export const keepsTask = (context: Context): boolean => context.req.header(KEEP_HEADER) !== undefined;
