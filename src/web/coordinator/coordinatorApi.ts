import type { Address, Hex } from 'viem';
import { z } from 'zod';
import {
  type ApiModel,
  type ApiNetwork,
  type ApiTask,
  apiFaucetSchema,
  apiModelSchema,
  apiNetworkSchema,
  apiTaskSchema,
  KEEP_HEADER,
  TASK_HEADER,
  TASK_KEY_HEADER,
} from '#protocol/messages/api.ts';
import { ApiFailure, apiFailureFrom, wasCancelled } from '#web/coordinator/apiFailure.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';

/** A coordinator's public HTTP API, at the `url` that its node announces on-chain. */

const modelListSchema = z.object({ data: z.array(apiModelSchema) });
/** Time limit for reads: they are answered from memory. */
const READ_TIMEOUT_MS = 10_000;

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (wasCancelled(cause)) throw cause;
    return undefined;
  }
}

/** @throws ApiFailure, or the AbortError of `init.signal` */
export async function request(baseUrl: string, path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, baseUrl), init);
  } catch (cause) {
    if (wasCancelled(cause)) throw cause;
    throw new ApiFailure(
      'unreachable',
      'The coordinator does not answer. Try again, or choose another one.',
      {},
      { cause },
    );
  }
  if (!response.ok) throw apiFailureFrom(response.status, await jsonOf(response));
  return response;
}

const JSON_HEADERS = { 'content-type': 'application/json' };

/** What a task is asked for with: JSON, or a form, whose boundary the browser names in its content type. */
export function postTask(
  baseUrl: string,
  path: string,
  body: object | FormData,
  signal: AbortSignal,
): Promise<Response> {
  // The task is to outlive this page: it is looked up again after a reload.
  const keep = { [KEEP_HEADER]: '1' };
  return request(baseUrl, path, {
    method: 'POST',
    ...(body instanceof FormData
      ? { headers: keep, body }
      : { headers: { ...JSON_HEADERS, ...keep }, body: JSON.stringify(body) }),
    signal,
  });
}

export function parseAnswer<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiFailure(
    'bad_answer',
    'The coordinator’s answer could not be read.',
    { status: 200 },
    { cause: parsed.error },
  );
}

/** @throws ApiFailure when it is not JSON */
export function parseEvent(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new ApiFailure(
      'bad_answer',
      'The coordinator’s answer could not be read.',
      { status: 200 },
      { cause },
    );
  }
}

async function read<S extends z.ZodType>(baseUrl: string, path: string, schema: S): Promise<z.output<S>> {
  const response = await request(baseUrl, path, { signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
  return parseAnswer(schema, await jsonOf(response));
}

export const listModels = async (baseUrl: string): Promise<ApiModel[]> =>
  (await read(baseUrl, '/v1/models', modelListSchema)).data;

export const readNetwork = (baseUrl: string): Promise<ApiNetwork> =>
  read(baseUrl, '/v1/network', apiNetworkSchema);

/** Asks the coordinator to pay for a drip. @throws ApiFailure `drip_too_soon` among others */
export async function requestDrip(
  baseUrl: string,
  address: Address,
  signal: AbortSignal,
): Promise<z.output<typeof apiFaucetSchema>> {
  const response = await request(baseUrl, '/v1/faucet', {
    method: 'POST',
    headers: JSON_HEADERS,
    body: JSON.stringify({ address }),
    signal,
  });
  return parseAnswer(apiFaucetSchema, await jsonOf(response));
}

const taskPath = ({ id, key }: TaskHandle, part = '') =>
  `/v1/tasks/${id}${part}?key=${encodeURIComponent(key)}`;

export async function readTask(baseUrl: string, task: TaskHandle, signal: AbortSignal): Promise<ApiTask> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(READ_TIMEOUT_MS)]);
  const response = await request(baseUrl, taskPath(task), { signal: limited });
  return parseAnswer(apiTaskSchema, await jsonOf(response));
}

/** The result of a task that is done, as a file. */
export const readResult = (baseUrl: string, task: TaskHandle, signal: AbortSignal): Promise<Response> =>
  request(baseUrl, taskPath(task, '/result'), { signal });

/** Cancels a task. @returns false when it had ended before */
export async function cancelTask(baseUrl: string, task: TaskHandle): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
    await request(baseUrl, taskPath(task), { method: 'DELETE', keepalive: true, signal });
    return true;
  } catch (error) {
    if (error instanceof ApiFailure && error.details.status === 409) return false;
    if (error instanceof ApiFailure && error.details.status === 404) return true;
    throw error;
  }
}

export function taskOf(response: Response): TaskHandle | null {
  const id = response.headers.get(TASK_HEADER);
  const key = response.headers.get(TASK_KEY_HEADER);
  return key !== null && id !== null && /^0x[0-9a-f]{64}$/.test(id) ? { id: id as Hex, key } : null;
}
