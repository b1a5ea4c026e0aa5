import type { Address, Hex } from 'viem';
import { z } from 'zod';
import {
  type ApiActivity,
  type ApiIncidents,
  type ApiModel,
  type ApiNetwork,
  type ApiTask,
  apiActivitySchema,
  apiFaucetSchema,
  apiIncidentsSchema,
  apiModelSchema,
  apiNetworkSchema,
  apiTaskSchema,
  KEEP_HEADER,
  SALT_SECRET_HEADER,
  TASK_HEADER,
  TASK_KEY_HEADER,
} from '#protocol/messages/api.ts';
import { type ApiHealth, apiHealthSchema } from '#protocol/messages/apiHealth.ts';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { withinMs } from '#protocol/withinMs.ts';
import { ApiFailure, apiFailureFrom, wasCancelled } from '#web/coordinator/apiFailure.ts';
import { bytesOf } from '#web/coordinator/bodyPieces.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import { t } from '#web/language/translate.ts';

/** A coordinator's public HTTP API, at the `url` that its node announces on-chain. */

const modelListSchema = z.object({ data: z.array(apiModelSchema) });
/** Time limit for reads: they are answered from memory. */
const READ_TIMEOUT_MS = 10_000;
/** It answers after the drip is in a block, some blocks later at most. */
const DRIP_TIMEOUT_MS = 30_000;
/** A longer answer is not read, in bytes; the longest that is honest, 200 nodes' records, has 0.1 MB. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;
/**
 * Until the answer to an order begins, in ms. The largest request, 1.3 MB, takes 165 s on the slowest lines
 * of homes (UPLOAD_BYTES_PER_S).
 */
export const ORDER_TIMEOUT_MS = 180_000;

const unreachable = (cause: unknown) =>
  new ApiFailure('unreachable', t('coordinator.coordinatorApi.unreachable'), {}, { cause });

/** @throws ApiFailure when the answer does not come in time, or the AbortError of its request */
async function jsonOf(response: Response): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await bytesOf(response, MAX_JSON_BYTES)));
  } catch (cause) {
    if (wasCancelled(cause) || cause instanceof ApiFailure) throw cause;
    if (cause instanceof DOMException && cause.name === 'TimeoutError') throw unreachable(cause);
    return undefined;
  }
}

/**
 * @param limitMs until the answer begins; what reads its body limits that
 * @throws ApiFailure, or the AbortError of `init.signal`
 */
export async function request(
  baseUrl: string,
  path: string,
  init: RequestInit & { signal: AbortSignal },
  limitMs = READ_TIMEOUT_MS,
): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('No answer.', 'TimeoutError')), limitMs);
  const signal = AbortSignal.any([late.signal, init.signal]);
  try {
    const response = await fetch(apiUrl(baseUrl, path), { ...init, signal });
    if (!response.ok) throw apiFailureFrom(response.status, await jsonOf(response), taskOf(response));
    return response;
  } catch (cause) {
    if (wasCancelled(cause) || cause instanceof ApiFailure) throw cause;
    throw unreachable(cause);
  } finally {
    clearTimeout(timer);
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' };

/**
 * Asks for a task.
 * @param asked JSON, or a form, whose boundary the browser names in its content type; and the secret of the
 *   salt in it, if there is one
 */
export function postTask(
  baseUrl: string,
  path: string,
  { body, saltSecret }: { body: object | FormData; saltSecret: Hex | undefined },
  signal: AbortSignal,
): Promise<Response> {
  // The task is to outlive this page: it is looked up again after a reload.
  const headers = { [KEEP_HEADER]: '1', ...(saltSecret && { [SALT_SECRET_HEADER]: saltSecret }) };
  const sent =
    body instanceof FormData
      ? { headers, body }
      : { headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) };
  return request(baseUrl, path, { method: 'POST', ...sent, signal }, ORDER_TIMEOUT_MS);
}

export function parseAnswer<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiFailure(
    'bad_answer',
    t('coordinator.coordinatorApi.unreadable'),
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
      t('coordinator.coordinatorApi.unreadable'),
      { status: 200 },
      { cause },
    );
  }
}

/**
 * The JSON of an answer; undefined when it is none.
 * @param init its `signal` cancels it
 * @param limitMs until the answer has ended
 * @throws ApiFailure, or the AbortError of `init.signal`
 */
export const requestJson = (
  baseUrl: string,
  path: string,
  init: RequestInit & { signal?: AbortSignal },
  limitMs = READ_TIMEOUT_MS,
): Promise<unknown> =>
  withinMs(
    limitMs,
    async (signal) => jsonOf(await request(baseUrl, path, { ...init, signal }, limitMs)),
    init.signal,
  );

/** Reads JSON. @throws ApiFailure */
export async function read<S extends z.ZodType>(
  baseUrl: string,
  path: string,
  schema: S,
): Promise<z.output<S>> {
  return parseAnswer(schema, await requestJson(baseUrl, path, {}));
}

export const listModels = async (baseUrl: string): Promise<ApiModel[]> =>
  (await read(baseUrl, '/v1/models', modelListSchema)).data;

/** @throws ApiFailure */
export const readActivity = (baseUrl: string): Promise<ApiActivity> =>
  read(baseUrl, '/v1/network/activity', apiActivitySchema);

export const readIncidents = (baseUrl: string): Promise<ApiIncidents> =>
  read(baseUrl, '/v1/network/incidents', apiIncidentsSchema);

export const readNetwork = (baseUrl: string): Promise<ApiNetwork> =>
  read(baseUrl, '/v1/network', apiNetworkSchema);

export const readHealth = (baseUrl: string): Promise<ApiHealth> => read(baseUrl, '/healthz', apiHealthSchema);

/** Asks the coordinator to pay for a drip. @throws ApiFailure `drip_too_soon` among others */
export async function requestDrip(
  baseUrl: string,
  address: Address,
): Promise<z.output<typeof apiFaucetSchema>> {
  const init = { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify({ address }) };
  return parseAnswer(apiFaucetSchema, await requestJson(baseUrl, '/v1/faucet', init, DRIP_TIMEOUT_MS));
}

const taskPath = ({ id, key }: TaskHandle, part = '') =>
  `/v1/tasks/${id}${part}?key=${encodeURIComponent(key)}`;

export async function readTask(baseUrl: string, task: TaskHandle, signal: AbortSignal): Promise<ApiTask> {
  return parseAnswer(apiTaskSchema, await requestJson(baseUrl, taskPath(task), { signal }));
}

/** The result of a task that is done, as a file. Whoever reads its body limits the wait for that. */
export const readResult = (baseUrl: string, task: TaskHandle, signal: AbortSignal): Promise<Response> =>
  request(baseUrl, taskPath(task, '/result'), { signal });

/** The bytes of the result that the miner signed: a text's hold its token ids. Body as of `readResult`. */
export const readSignedResult = (baseUrl: string, task: TaskHandle, signal: AbortSignal): Promise<Response> =>
  request(baseUrl, `${taskPath(task, '/result')}&form=cbor`, { signal });

/**
 * Hands over a bundle of evidence that an open case shows.
 * @throws ApiFailure `evidence_not_exhibited` among others, or the AbortError of the signal
 */
export async function putEvidence(
  baseUrl: string,
  { caseId, hash, bytes }: { caseId: bigint; hash: Hex; bytes: Uint8Array<ArrayBuffer> },
  signal: AbortSignal,
): Promise<void> {
  const init = { method: 'PUT', headers: { 'content-type': 'application/cbor' }, body: bytes, signal };
  await request(baseUrl, `/v1/evidence/${hash}?case=${caseId}`, init, ORDER_TIMEOUT_MS);
}

/** Cancels a task. @returns false when it had ended before */
export async function cancelTask(baseUrl: string, task: TaskHandle): Promise<boolean> {
  try {
    await requestJson(baseUrl, taskPath(task), { method: 'DELETE', keepalive: true });
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
