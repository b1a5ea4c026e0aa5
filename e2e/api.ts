import OpenAI from 'openai';
import type { Devnet } from '#devnet/devnet.ts';
import {
  type ApiReceipt,
  type ApiTask,
  apiReceiptSchema,
  apiTaskSchema,
  TASK_HEADER,
  TASK_KEY_HEADER,
} from '#protocol/messages/api.ts';
import { expect } from './devnet.ts';

/** An app's view of the coordinator: OpenAI's official client, and what the coordinator adds. */

/** Longer than any task here takes with the software adapter. */
const CLIENT_TIMEOUT_MS = 220_000;

export const clientOf = (devnet: Devnet): OpenAI =>
  new OpenAI({
    baseURL: `${devnet.coordinator.apiUrl}/v1`,
    apiKey: 'none-needed-on-the-devnet',
    timeout: CLIENT_TIMEOUT_MS,
    maxRetries: 0,
  });

export interface MadeImage {
  png: Uint8Array;
  receipt: ApiReceipt;
}

/** `steps` and `seed` are the coordinator's own additions to OpenAI's image request. */
export async function makeImage(
  devnet: Devnet,
  order: { prompt: string; steps: number; seed?: number },
): Promise<MadeImage> {
  const answer = await clientOf(devnet).images.generate(order);
  return {
    png: Buffer.from(answer.data![0]!.b64_json!, 'base64'),
    receipt: apiReceiptSchema.parse((answer as unknown as { cuckoo: unknown }).cuckoo),
  };
}

export async function readTask(devnet: Devnet, id: string): Promise<ApiTask> {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/tasks/${id}`);
  expect(answer.status).toBe(200);
  return apiTaskSchema.parse(await answer.json());
}

/**
 * Orders an image and returns its task's id at once; `events` is the stream's text once it ends or breaks.
 */
export async function orderImage(devnet: Devnet, order: { prompt: string; steps: number }) {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/images/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...order, stream: true }),
  });
  expect(answer.status).toBe(200);
  const [id, key] = [TASK_HEADER, TASK_KEY_HEADER].map((name) => answer.headers.get(name) ?? '');
  if (!id || !key) throw new Error('The answer names no task.');
  return { id, key, events: answer.text().catch((error: unknown) => `cut: ${String(error)}`) };
}
