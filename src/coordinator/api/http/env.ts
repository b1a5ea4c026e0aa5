import type { OpenAPIHono } from '@hono/zod-openapi';

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
