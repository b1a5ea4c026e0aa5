import { z } from 'zod';
import { apiErrorSchema, apiReceiptSchema, apiTaskEventSchema, type ApiReceipt } from '#protocol/api.ts';
import { TASK_LIMIT } from '#protocol/task.ts';
import { ApiFailure, apiFailureFrom } from '#web/coordinator/apiFailure.ts';
import { parseAnswer, parseEvent, postJson, taskIdOf } from '#web/coordinator/coordinatorApi.ts';
import { readEvents } from '#web/coordinator/eventStream.ts';
import type { OrderNews } from '#web/coordinator/orderNews.ts';

export interface ImageOrder {
  model: string;
  prompt: string;
  seed?: number;
  steps?: number;
  guidance?: number;
  negativePrompt?: string;
}

const completedSchema = z.object({
  type: z.literal('image_generation.completed'),
  b64_json: z.string(),
  cuckoo: apiReceiptSchema,
});
const partialSchema = z.object({ b64_json: z.string() });
const eventTypeSchema = z.object({ type: z.string() });

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47];

function pngOf(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (!PNG_SIGNATURE.every((byte, place) => bytes[place] === byte)) {
    throw new ApiFailure('bad_answer', 'The coordinator’s answer is not a PNG image.', 200);
  }
  return new Blob([bytes], { type: 'image/png' });
}

/**
 * `POST /v1/images/generations`, streamed.
 * @throws ApiFailure with the coordinator's sentence; the AbortError of `signal`
 */
export async function generateImage(
  baseUrl: string,
  order: ImageOrder,
  news: OrderNews & { onPreview(image: Blob): void },
  signal: AbortSignal,
): Promise<{ image: Blob; receipt: ApiReceipt }> {
  const body = {
    model: order.model,
    prompt: order.prompt,
    response_format: 'b64_json',
    stream: true,
    partial_images: TASK_LIMIT.previews,
    seed: order.seed,
    steps: order.steps,
    guidance: order.guidance,
    negative_prompt: order.negativePrompt,
  };
  const response = await postJson(baseUrl, '/v1/images/generations', body, signal);
  news.onStart(taskIdOf(response));
  if (response.body === null) throw new ApiFailure('bad_answer', 'The coordinator’s answer is empty.', 200);
  for await (const data of readEvents(response.body)) {
    if (data === '[DONE]') break;
    const event = parseEvent(data);
    const { type } = parseAnswer(eventTypeSchema, event);
    if (type === 'error') throw apiFailureFrom(200, parseAnswer(apiErrorSchema, event));
    if (type === 'cuckoo.task') news.onTask(parseAnswer(apiTaskEventSchema, event).task);
    if (type === 'image_generation.partial_image') {
      news.onPreview(pngOf(parseAnswer(partialSchema, event).b64_json));
    }
    if (type === 'image_generation.completed') {
      const completed = parseAnswer(completedSchema, event);
      return { image: pngOf(completed.b64_json), receipt: completed.cuckoo };
    }
  }
  throw new ApiFailure('cut_off', 'The connection to the coordinator ended before the image was there.', 0);
}
