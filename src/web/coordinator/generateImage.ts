import { z } from 'zod';
import {
  type ApiReceipt,
  apiErrorSchema,
  apiReceiptSchema,
  apiTaskEventSchema,
} from '#protocol/messages/api.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { ApiFailure, apiFailureFrom } from '#web/coordinator/apiFailure.ts';
import { parseAnswer, parseEvent, postTask, taskOf } from '#web/coordinator/coordinatorApi.ts';
import { readEvents } from '#web/coordinator/eventStream.ts';
import type { OrderNews, OwnSalt } from '#web/coordinator/orderNews.ts';
import { t } from '#web/language/translate.ts';

export interface ImageOrder extends OwnSalt {
  model: string;
  prompt: string;
  seed?: number;
  steps?: number;
  guidance?: number;
  negativePrompt?: string;
  /** A PNG to start from, and how much of it may change: 1 is all. */
  start?: { png: Blob; strength: number };
}

const completedSchema = z.object({
  b64_json: z.string(),
  cuckoo: apiReceiptSchema,
});
const partialSchema = z.object({ b64_json: z.string() });
const eventTypeSchema = z.object({ type: z.string() });

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47];

const pngOf = (base64: string): Blob =>
  pngFrom(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));

/** @throws ApiFailure bad_answer */
export function pngFrom(bytes: Uint8Array<ArrayBuffer>): Blob {
  if (!PNG_SIGNATURE.every((byte, place) => bytes[place] === byte)) {
    throw new ApiFailure('bad_answer', t('coordinator.generateImage.noPng'), {
      status: 200,
    });
  }
  return new Blob([bytes], { type: 'image/png' });
}

/** The fields that both routes take. */
const fieldsOf = (order: ImageOrder) => ({
  model: order.model,
  prompt: order.prompt,
  response_format: 'b64_json',
  stream: true,
  partial_images: TASK_LIMIT.previews,
  seed: order.seed,
  salt: order.salt,
  steps: order.steps,
  guidance: order.guidance,
  negative_prompt: order.negativePrompt,
});

/** The same fields as a form, and the picture with them. */
function formOf(order: ImageOrder, { png, strength }: NonNullable<ImageOrder['start']>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fieldsOf(order), strength })) {
    if (value !== undefined) form.set(name, String(value));
  }
  form.set('image', png, 'start.png');
  return form;
}

/**
 * `POST /v1/images/generations`, or `/v1/images/edits` where there is a picture to start from; streamed.
 * @throws ApiFailure with the coordinator's sentence; the AbortError of `signal`
 */
export async function generateImage(
  baseUrl: string,
  order: ImageOrder,
  news: OrderNews & { onPreview(image: Blob): void },
  signal: AbortSignal,
): Promise<{ image: Blob; receipt: ApiReceipt }> {
  const { start, saltSecret } = order;
  const response = await (start === undefined
    ? postTask(baseUrl, '/v1/images/generations', { body: fieldsOf(order), saltSecret }, signal)
    : postTask(baseUrl, '/v1/images/edits', { body: formOf(order, start), saltSecret }, signal));
  // Each route names its events after itself.
  const events = start === undefined ? 'image_generation' : 'image_edit';
  news.onStart(taskOf(response));
  if (response.body === null)
    throw new ApiFailure('bad_answer', t('coordinator.coordinatorApi.empty'), { status: 200 });
  for await (const data of readEvents(response.body)) {
    if (data === '[DONE]') break;
    const event = parseEvent(data);
    const { type } = parseAnswer(eventTypeSchema, event);
    if (type === 'error') throw apiFailureFrom(200, parseAnswer(apiErrorSchema, event));
    if (type === 'cuckoo.task') news.onTask(parseAnswer(apiTaskEventSchema, event).task);
    if (type === `${events}.partial_image`) {
      news.onPreview(pngOf(parseAnswer(partialSchema, event).b64_json));
    }
    if (type === `${events}.completed`) {
      const completed = parseAnswer(completedSchema, event);
      return { image: pngOf(completed.b64_json), receipt: completed.cuckoo };
    }
  }
  throw new ApiFailure('cut_off', t('coordinator.generateImage.cutOff'));
}
