import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Hex } from 'viem';
import { hashField } from '#protocol/fields.ts';
import { AUDIT_HEADER, KEEP_HEADER, SALT_SECRET_HEADER } from '#protocol/messages/api.ts';

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

/** What a client says of its task in headers. */
export interface TaskWishes {
  /** It is to go on when the client hangs up. */
  keep: boolean;
  /** Its result is to be audited, whatever is drawn. */
  audit: boolean;
  /** From which its salt follows; undefined where none was sent, or something else. */
  saltSecret: Hex | undefined;
}

export const wishesOf = (context: Context): TaskWishes => ({
  keep: context.req.header(KEEP_HEADER) !== undefined,
  audit: context.req.header(AUDIT_HEADER) !== undefined,
  saltSecret: hashField.safeParse(context.req.header(SALT_SECRET_HEADER)).data,
});
