import { createRoute } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { IMAGE_EDITS_PATH } from '#coordinator/api/http/bodyRule.ts';
import type { Api, ApiEnv } from '#coordinator/api/http/env.ts';
import { unreadableBody } from '#coordinator/api/http/requestFault.ts';
import { answerImage, imageResponses } from '#coordinator/api/images/imageAnswer.ts';
import { imageEditFormSchema, toImageEditRequest } from '#coordinator/api/images/imageEditOrder.ts';
import type { ImageRouteDeps } from '#coordinator/api/images/imageRoute.ts';

const EVENTS = 'image_edit';
const FORM = 'multipart/form-data';

/**
 * The form reader also accepts urlencoded forms, which cannot carry files. Refusing them here gives the
 * client a clear message.
 */
const onlyMultipart = createMiddleware<ApiEnv>(async (context, next) => {
  const type = context.req.header('content-type') ?? '';
  if (!type.toLowerCase().startsWith(FORM)) throw unreadableBody(context.req.path);
  await next();
});

const route = createRoute({
  method: 'post',
  path: IMAGE_EDITS_PATH,
  summary: 'Make an image from a start picture',
  middleware: [onlyMultipart] as const,
  request: { body: { required: true, content: { [FORM]: { schema: imageEditFormSchema } } } },
  responses: imageResponses(EVENTS),
});

export function addImageEditRoute(api: Api, deps: ImageRouteDeps): void {
  api.openapi(route, async (context) => {
    const order = context.req.valid('form');
    return answerImage(context, deps, {
      order,
      request: await toImageEditRequest(deps.catalogue, order),
      events: EVENTS,
    });
  });
}
