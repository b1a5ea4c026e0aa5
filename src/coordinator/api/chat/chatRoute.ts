import { createRoute, z } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import { chatOrderSchema, toTextRequest } from '#coordinator/api/chat/chatOrder.ts';
import { streamChat } from '#coordinator/api/chat/chatStream.ts';
import { completionId, logprobsOf, textOf, usageOf } from '#coordinator/api/chat/completion.ts';
import { checkPromptLength } from '#coordinator/api/chat/promptLength.ts';
import { type Api, jsonContent, wishesOf } from '#coordinator/api/http/env.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import type { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import type { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { apiErrorSchema, apiReceiptSchema } from '#protocol/messages/api.ts';

const spelledSchema = z.object({
  token: z.string(),
  logprob: z.number(),
  bytes: z.array(z.number().int()).nullable(),
});

const completionSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.number().int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
      logprobs: z
        .object({
          content: z.array(spelledSchema.extend({ top_logprobs: z.array(spelledSchema) })),
          refusal: z.null(),
        })
        .nullable(),
      finish_reason: z.enum(['stop', 'length']),
    }),
  ),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number(), total_tokens: z.number() }),
  cuckoo: apiReceiptSchema,
});

const route = createRoute({
  method: 'post',
  path: '/v1/chat/completions',
  summary: 'Answer a conversation',
  request: { body: { required: true, content: { 'application/json': { schema: chatOrderSchema } } } },
  responses: {
    200: {
      description: 'The answer; with `stream` in chunks, some of which describe the task in `cuckoo_task`',
      content: {
        'application/json': { schema: completionSchema },
        'text/event-stream': { schema: z.string() },
      },
    },
    default: jsonContent(apiErrorSchema, 'No answer; `error` says why'),
  },
});

export function addChatRoute(
  api: Api,
  deps: { desk: TaskDesk; salts: OwnSalts; catalogue: ModelCatalogue; log: Logger },
): void {
  const { desk, salts, catalogue, log } = deps;
  api.openapi(route, async (context) => {
    const order = context.req.valid('json');
    salts.expectAllowed(order.salt);
    const request = toTextRequest(catalogue, order);
    const client = context.get('client');
    await checkPromptLength(catalogue, request, { client, signal: context.req.raw.signal });
    const task = await desk.submit(request, client, wishesOf(context));
    setHeaders(context, desk.headers(task));
    if (order.stream === true) {
      return streamChat(context, {
        desk,
        log,
        task,
        withUsage: order.stream_options?.include_usage === true,
      });
    }
    const finished = await desk.finish(task, context.req.raw.signal);
    const result = textOf(finished);
    const message = { role: 'assistant' as const, content: result.text, refusal: null };
    return context.json(
      {
        id: completionId(task),
        object: 'chat.completion' as const,
        created: Math.floor(task.createdAt / 1_000),
        model: task.model,
        choices: [
          {
            index: 0 as const,
            message,
            logprobs: await logprobsOf(result),
            finish_reason: result.finishReason,
          },
        ],
        usage: usageOf(result),
        cuckoo: finished.receipt,
      },
      200,
    );
  });
}
