import type { Hex } from 'viem';
import {
  type ApiSharedList,
  type ApiSharedResult,
  apiSharedListSchema,
  apiSharedResultSchema,
  apiUnsharedSchema,
  SHARED_LIMIT,
} from '#protocol/task/apiShared.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { bytesOf } from '#web/coordinator/bodyPieces.ts';
import { parseAnswer, read, request, requestJson } from '#web/coordinator/coordinatorApi.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';

/** A coordinator's list of results that their makers have made public. */

const sharePath = ({ id, key }: TaskHandle) => `/v1/tasks/${id}/share?key=${encodeURIComponent(key)}`;

/** Makes a finished result public. @throws ApiFailure `not_shareable` and `sharing_off` among others */
export async function shareResult(baseUrl: string, task: TaskHandle): Promise<ApiSharedResult> {
  return parseAnswer(apiSharedResultSchema, await requestJson(baseUrl, sharePath(task), { method: 'POST' }));
}

/** Takes it back; whether it was public or not, it is not afterwards. @throws ApiFailure */
export async function takeBackResult(baseUrl: string, task: TaskHandle): Promise<void> {
  parseAnswer(apiUnsharedSchema, await requestJson(baseUrl, sharePath(task), { method: 'DELETE' }));
}

/** The newest shared results. @throws ApiFailure */
export const listShared = (baseUrl: string, limit: number): Promise<ApiSharedList> =>
  read(baseUrl, `/v1/network/shared?limit=${limit}`, apiSharedListSchema);

/** @returns null where it is not shared @throws ApiFailure */
export async function findShared(baseUrl: string, id: Hex): Promise<ApiSharedResult | null> {
  try {
    return await read(baseUrl, `/v1/network/shared/${id}`, apiSharedResultSchema);
  } catch (error) {
    // An older coordinator has no such route.
    if (error instanceof ApiFailure && error.details.status === 404) return null;
    throw error;
  }
}

/** The bytes of a shared picture or text. @throws ApiFailure */
export async function readSharedContent(
  baseUrl: string,
  id: Hex,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await request(baseUrl, `/v1/network/shared/${id}/result`, { signal });
  return bytesOf(response, SHARED_LIMIT.contentBytes);
}
