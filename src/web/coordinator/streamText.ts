import { z } from 'zod';
import { type ApiReceipt, apiErrorSchema, apiReceiptSchema, apiTaskSchema } from '#protocol/messages/api.ts';
import { ApiFailure, apiFailureFrom } from '#web/coordinator/apiFailure.ts';
import { parseAnswer, parseEvent, postTask, taskOf } from '#web/coordinator/coordinatorApi.ts';
import { readEvents } from '#web/coordinator/eventStream.ts';
import type { OrderNews, OwnSalt } from '#web/coordinator/orderNews.ts';
import { t } from '#web/language/translate.ts';

export interface TextOrder extends OwnSalt {
  model: string;
  prompt: string;
  seed?: number;
  temperature?: number;
  maxTokens?: number;
}

export interface TextAnswer {
  text: string;
  /** Why it ended: the model's own end, or the limit of tokens. */
  finishReason: 'stop' | 'length';
  /** Tokens of the prompt and of the answer; both are paid for. */
  tokens?: { prompt: number; answer: number };
  receipt: ApiReceipt;
}

/** OpenAI's `chat.completion.chunk` and the two fields of ours. */
const chunkSchema = z.object({
  choices: z.array(
    z.object({
      delta: z.object({ content: z.string().nullish() }),
      finish_reason: z.enum(['stop', 'length']).nullish(),
    }),
  ),
  usage: z
    .object({ prompt_tokens: z.number(), completion_tokens: z.number() })
    .transform(({ prompt_tokens, completion_tokens }) => ({
      prompt: prompt_tokens,
      answer: completion_tokens,
    }))
    .nullish(),
  cuckoo_task: apiTaskSchema.nullish(),
  cuckoo: apiReceiptSchema.nullish(),
});

/**
 * `POST /v1/chat/completions`, streamed.
 * @throws ApiFailure with the coordinator's sentence; the AbortError of `signal`
 */
export async function streamText(
  baseUrl: string,
  order: TextOrder,
  news: OrderNews & { onText(delta: string): void },
  signal: AbortSignal,
): Promise<TextAnswer> {
  const body = {
    model: order.model,
    messages: [{ role: 'user', content: order.prompt }],
    stream: true,
    stream_options: { include_usage: true },
    seed: order.seed,
    salt: order.salt,
    temperature: order.temperature,
    max_tokens: order.maxTokens,
  };
  const response = await postTask(
    baseUrl,
    '/v1/chat/completions',
    { body, saltSecret: order.saltSecret },
    signal,
  );
  news.onStart(taskOf(response));
  if (response.body === null)
    throw new ApiFailure('bad_answer', t('coordinator.coordinatorApi.empty'), { status: 200 });
  let text = '';
  let finishReason: TextAnswer['finishReason'] | null = null;
  let receipt: ApiReceipt | null = null;
  let tokens: TextAnswer['tokens'];
  for await (const data of readEvents(response.body)) {
    if (data === '[DONE]') break;
    const event = parseEvent(data);
    const error = apiErrorSchema.safeParse(event);
    if (error.success) throw apiFailureFrom(200, error.data);
    const chunk = parseAnswer(chunkSchema, event);
    if (chunk.cuckoo_task) news.onTask(chunk.cuckoo_task);
    for (const { delta, finish_reason } of chunk.choices) {
      if (delta.content) {
        text += delta.content;
        news.onText(delta.content);
      }
      finishReason = finish_reason ?? finishReason;
    }
    receipt = chunk.cuckoo ?? receipt;
    tokens = chunk.usage ?? tokens;
  }
  if (finishReason === null || receipt === null) {
    throw new ApiFailure('cut_off', t('coordinator.streamText.cutOff'));
  }
  return { text, finishReason, receipt, ...(tokens && { tokens }) };
}
