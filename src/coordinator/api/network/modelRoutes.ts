import { createRoute, z } from '@hono/zod-openapi';
import { formatEther } from 'viem';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { canEdit } from '#coordinator/api/images/imageEditOrder.ts';
import { modelNotFound } from '#coordinator/api/tasks/order.ts';
import type { ModelCatalogue, ServedModel } from '#coordinator/catalogue/modelCatalogue.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import { type ApiModel, apiErrorSchema, apiModelSchema } from '#protocol/messages/api.ts';

const list = createRoute({
  method: 'get',
  path: '/v1/models',
  summary: 'The models served here, their prices and how many miners serve each',
  responses: {
    200: jsonContent(z.object({ object: z.literal('list'), data: z.array(apiModelSchema) }), 'The models'),
  },
});

const retrieve = createRoute({
  method: 'get',
  path: '/v1/models/{id}',
  summary: 'One model',
  request: { params: z.object({ id: z.string().max(128) }) },
  responses: {
    200: jsonContent(apiModelSchema, 'The model'),
    default: jsonContent(apiErrorSchema, 'It is not served here'),
  },
});

export function addModelRoutes(
  api: Api,
  deps: { catalogue: ModelCatalogue; pool: MinerPool; startedAt: number; uptimeMs: () => number },
): void {
  const { catalogue, pool, startedAt, uptimeMs } = deps;
  const view = (model: ServedModel) =>
    modelView(model, pool.countServing(model.manifest.id, uptimeMs()), Math.floor(startedAt / 1_000));

  api.openapi(list, (context) =>
    context.json({ object: 'list' as const, data: catalogue.models.map(view) }, 200),
  );
  api.openapi(retrieve, (context) => {
    const { id } = context.req.valid('param');
    const model = catalogue.find(id);
    if (model === undefined) throw modelNotFound(id);
    return context.json(view(model), 200);
  });
}

function modelView({ manifest, unit, unitPrice }: ServedModel, miners: number, created: number): ApiModel {
  const { id, name, kind, licence, description } = manifest;
  const image = manifest.kind === 'image' ? manifest : undefined;
  return {
    id,
    object: 'model',
    created,
    owned_by: 'cuckoo',
    cuckoo: {
      ...{ name, kind, licence, miners },
      price_cai: formatEther(unitPrice),
      price_unit: unit,
      steps: image === undefined ? null : { default: image.defaults.steps, max: image.limits.maxSteps },
      size: image === undefined ? null : `${image.defaults.width}x${image.defaults.height}`,
      edits: image === undefined ? null : canEdit(image),
      note: description,
    },
  };
}
