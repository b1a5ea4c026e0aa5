import type { OpenAPIHono } from '@hono/zod-openapi';

/** What the middleware adds to a request. */
export interface ApiEnv {
  Variables: {
    /** The client that quotas count. */
    client: string;
  };
}

export type Api = OpenAPIHono<ApiEnv>;

/** The part of an OpenAPI route that every route has: failures come in OpenAI's envelope. */
export const jsonContent = <S>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
