import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import { type ApiEnv, jsonContent, wishesOf } from '#coordinator/api/http/env.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import type { ImageOrder } from '#coordinator/api/images/imageOrder.ts';
import { createdAt, type ImageEvents, pngOf, streamImage } from '#coordinator/api/images/imageStream.ts';
import type { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import type { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import { apiErrorSchema, apiReceiptSchema } from '#protocol/messages/api.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';

const PNG = 'image/png';

const answerSchema = z.object({
  created: z.number().int(),
  data: z.array(z.object({ b64_json: z.string().optional(), url: z.string().optional() })),
  cuckoo: apiReceiptSchema,
});

/** The OpenAPI description of a route that makes an image. */
export const imageResponses = (events: ImageEvents) => ({
  200: {
    description:
      `The image; with \`stream\`, events: \`cuckoo.task\` as the task proceeds, \`${events}.partial_image\` for ` +
      `up to \`partial_images\` small previews, then \`${events}.completed\``,
    content: {
      'application/json': { schema: answerSchema },
      'text/event-stream': { schema: z.string() },
      // The file itself, for a request with `accept: image/png`, as from curl.
      [PNG]: { schema: z.string() },
    },
  },
  default: jsonContent(apiErrorSchema, 'No image; `error` says why'),
});

export interface ImageAnswerDeps {
  desk: TaskDesk;
  salts: OwnSalts;
  log: Logger;
  /** Base URL of the API as clients see it; by default the request's own. */
  publicUrl: string | undefined;
}

/** What an app ordered, the request that follows from it, and the names of its stream's events. */
interface ImageTask {
  order: Pick<ImageOrder, 'stream' | 'response_format' | 'salt'>;
  request: ImageRequest;
  events: ImageEvents;
}

/** Runs a request and answers in the form that its order asks for. */
export async function answerImage(
  context: Context<ApiEnv>,
  { desk, salts, log, publicUrl }: ImageAnswerDeps,
  { order, request, events }: ImageTask,
) {
  salts.expectAllowed(order.salt);
  const task = await desk.submit(request, context.get('client'), wishesOf(context));
  setHeaders(context, desk.headers(task));
  if (order.stream === true) return streamImage(context, { desk, log, task, request, events });
  const finished = await desk.finish(task, context.req.raw.signal);
  const png = pngOf(finished);
  if (context.req.header('accept') === PNG) return context.body(png, 200, { 'content-type': PNG });
  const { result_url: path } = desk.view(task);
  const image =
    order.response_format === 'url' && path !== null
      ? { url: publicAddress(publicUrl ?? new URL(context.req.url).origin, path) }
      : { b64_json: Buffer.from(png).toString('base64') };
  return context.json({ created: createdAt(task), data: [image], cuckoo: finished.receipt }, 200);
}

/** @param base URL of the API, which may lie below a path: the proxy in front of it takes that path off */
const publicAddress = (base: string, path: string): string => `${base.replace(/\/+$/, '')}${path}`;
