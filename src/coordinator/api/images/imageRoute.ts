import { createRoute } from '@hono/zod-openapi';
import type { Api } from '#coordinator/api/http/env.ts';
import { answerImage, type ImageAnswerDeps, imageResponses } from '#coordinator/api/images/imageAnswer.ts';
import { imageOrderSchema, toImageRequest } from '#coordinator/api/images/imageOrder.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';

const EVENTS = 'image_generation';

const route = createRoute({
  method: 'post',
  path: '/v1/images/generations',
  summary: 'Make an image',
  request: { body: { required: true, content: { 'application/json': { schema: imageOrderSchema } } } },
  responses: imageResponses(EVENTS),
});

export interface ImageRouteDeps extends ImageAnswerDeps {
  catalogue: ModelCatalogue;
}

export function addImageRoute(api: Api, deps: ImageRouteDeps): void {
  api.openapi(route, async (context) => {
    const order = context.req.valid('json');
    return answerImage(context, deps, {
      order,
      request: toImageRequest(deps.catalogue, order),
      events: EVENTS,
    });
  });
}
