import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import { jsonContent, type Api } from '#coordinator/api/env.ts';
import { streamEvents, taskNews } from '#coordinator/api/eventFeed.ts';
import { imageOrderSchema, toImageRequest } from '#coordinator/api/imageOrder.ts';
import type { FinishedTask, TaskDesk } from '#coordinator/api/taskDesk.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { apiErrorSchema, apiReceiptSchema, TASK_HEADER } from '#protocol/api.ts';
import type { ImageRequest } from '#protocol/task.ts';

const PNG = 'image/png';

const answerSchema = z.object({
  created: z.number().int(),
  data: z.array(z.object({ b64_json: z.string().optional(), url: z.string().optional() })),
  cuckoo: apiReceiptSchema,
});

const route = createRoute({
  method: 'post',
  path: '/v1/images/generations',
  summary: 'Make an image',
  request: { body: { required: true, content: { 'application/json': { schema: imageOrderSchema } } } },
  responses: {
    200: {
      description:
        'The image; with `stream` events: `cuckoo.task` as the task goes on, `image_generation.partial_image` for ' +
        'each of the `partial_images` (small, and no promise), then `image_generation.completed`',
      content: {
        'application/json': { schema: answerSchema },
        'text/event-stream': { schema: z.string() },
        // For `accept: image/png` the file itself, as curl users like it.
        [PNG]: { schema: z.string() },
      },
    },
    default: jsonContent(apiErrorSchema, 'No image, and why'),
  },
});

export interface ImageRouteParts {
  desk: TaskDesk;
  catalogue: ModelCatalogue;
  log: Logger;
  /** Base of the API as its clients see it; the request's own where it is left out. */
  publicUrl: string | undefined;
}

export function addImageRoute(api: Api, { desk, catalogue, log, publicUrl }: ImageRouteParts): void {
  api.openapi(route, async (context) => {
    const order = context.req.valid('json');
    const request = toImageRequest(catalogue, order);
    const task = await desk.submit(request, context.get('client'));
    context.header(TASK_HEADER, task.id);
    if (order.stream === true) return streamImage(context, desk, log, task, request);
    const finished = await desk.finish(task, context.req.raw.signal);
    if (context.req.header('accept') === PNG)
      return context.body(pngOf(finished), 200, { 'content-type': PNG });
    const { result_url: path } = desk.view(task);
    const image =
      order.response_format === 'url' && path !== null
        ? { url: new URL(path, publicUrl ?? context.req.url).href }
        : { b64_json: base64Of(finished) };
    return context.json({ created: createdAt(task), data: [image], cuckoo: finished.receipt }, 200);
  });
}

function streamImage(
  context: Context,
  desk: TaskDesk,
  log: Logger,
  task: LiveTask,
  request: ImageRequest,
): Response {
  return streamEvents(context, log, async (feed, client) => {
    const tell = taskNews((news) => feed.send({ type: 'cuckoo.task', task: news }, 'cuckoo.task'));
    const common = {
      created_at: createdAt(task),
      size: `${request.width}x${request.height}`,
      ...{ output_format: 'png', background: 'opaque', quality: 'auto' },
    };
    let shown: LiveTask['preview'] = null;
    for await (const _ of desk.follow(task, client)) {
      await tell(desk.view(task));
      if (task.preview !== null && task.preview !== shown) {
        shown = task.preview;
        const type = 'image_generation.partial_image';
        const b64_json = Buffer.from(shown.png).toString('base64');
        await feed.send({ type, b64_json, partial_image_index: shown.index, ...common }, type);
      }
      await feed.keepAlive();
    }
    const finished = await desk.finished(task);
    const type = 'image_generation.completed';
    await feed.send({ type, b64_json: base64Of(finished), ...common, cuckoo: finished.receipt }, type);
  });
}

const createdAt = (task: LiveTask): number => Math.floor(task.createdAt / 1_000);

function pngOf({ result }: FinishedTask): Uint8Array<ArrayBuffer> {
  if (result.kind !== 'image') throw new Error(`A ${result.kind} where an image was asked for.`);
  return new Uint8Array(result.png);
}

const base64Of = (finished: FinishedTask): string => Buffer.from(pngOf(finished)).toString('base64');
