import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { faultOf } from '#coordinator/api/http/requestFault.ts';

/** An API for the routes of a test: one client asks, and each fault is answered as the coordinator does. */
export function testApi(): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook: (checked) => {
      if (!checked.success) throw checked.error;
    },
  });
  api.use(async (context, next) => {
    context.set('client', 'a client');
    await next();
  });
  api.onError((error, context) => {
    const fault = faultOf(error, context, { error: () => undefined } as never);
    return context.json(fault.toJSON(), fault.status);
  });
  return api;
}
