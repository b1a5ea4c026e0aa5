import { createRoute, z } from '@hono/zod-openapi';
import type { Address } from 'viem';
import { ContentsUnderWay } from '#coordinator/api/content/contentsUnderWay.ts';
import { sendContent } from '#coordinator/api/content/sendContent.ts';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { Quota } from '#coordinator/api/http/quota.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import { sharedView } from '#coordinator/api/shared/sharedView.ts';
import type { SharedContent, SharedResults } from '#coordinator/shared/sharedResults.ts';
import { hashFieldOf } from '#protocol/fields.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import { isSharedRemovalSigned, sharedRemovalSchema } from '#protocol/signed/sharedRemoval.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import {
  apiSharedListSchema,
  apiSharedQuerySchema,
  apiSharedResultSchema,
  apiUnsharedSchema,
  writeSharedCursor,
} from '#protocol/task/apiShared.ts';

/** What a client may read: a start page reads a list, and a dozen pictures of each coordinator. */
export const READ_QUOTA = { requests: 600, periodSeconds: 60 };
/** Tries to remove a result, each of which recovers a signer. */
const REMOVAL_QUOTA = { requests: 60, periodSeconds: 60 };
/** How long others may keep an answer, in seconds: what is taken back is gone after that. */
const LIST_AGE_S = 5;
const RESULT_AGE_S = 60;
const keptFor = (seconds: number) => ({ 'cache-control': `public, max-age=${seconds}` });

const params = z.object({ id: hashFieldOf('a task’s id') });
const failure = jsonContent(apiErrorSchema, 'No answer; `error` says why');

const list = createRoute({
  method: 'get',
  path: '/v1/network/shared',
  summary: 'The results that their makers have made public here, newest first',
  request: { query: apiSharedQuerySchema },
  responses: { 200: jsonContent(apiSharedListSchema, 'The results'), default: failure },
});
const look = createRoute({
  method: 'get',
  path: '/v1/network/shared/{id}',
  summary: 'One shared result',
  request: { params },
  responses: { 200: jsonContent(apiSharedResultSchema, 'The result'), default: failure },
});
const content = createRoute({
  method: 'get',
  path: '/v1/network/shared/{id}/result',
  summary: 'The picture or text of a shared result',
  request: { params },
  responses: {
    200: {
      description: 'The result',
      content: { 'image/png': { schema: z.string() }, 'text/plain': { schema: z.string() } },
    },
    default: failure,
  },
});
const removal = createRoute({
  method: 'post',
  path: '/v1/network/shared/{id}/removal',
  summary: 'Remove a shared result for good; only for this coordinator’s operator key, which signs it',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: sharedRemovalSchema } } },
  },
  responses: { 200: jsonContent(apiUnsharedSchema, 'It is removed'), default: failure },
});

const notShared = () =>
  new ApiFault('not_shared', 'This result is not shared here, or not any more.', { param: 'id' });

export interface SharedRoutesDeps {
  shared: Pick<SharedResults, 'page' | 'find' | 'content' | 'remove'>;
  network: NetworkIdentity;
  /** The coordinator's operator key. */
  operator: Address;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** The routes by which anybody sees what is shared, and the operator removes it. */
export function addSharedRoutes(api: Api, deps: SharedRoutesDeps): void {
  const { shared, network, operator, nowMs, uptimeMs } = deps;
  const reads = new Quota(READ_QUOTA, uptimeMs);
  const removals = new Quota(REMOVAL_QUOTA, uptimeMs);
  const contents = new ContentsUnderWay<SharedContent>();

  api.openapi(list, async (context) => {
    setHeaders(context, reads.take(context.get('client')));
    const { after, limit } = context.req.valid('query');
    const { results, next } = await shared.page(after, limit);
    const answer = { data: results.map(sharedView), next: next === null ? null : writeSharedCursor(next) };
    return context.json({ object: 'list' as const, ...answer }, 200, keptFor(LIST_AGE_S));
  });

  api.openapi(look, async (context) => {
    setHeaders(context, reads.take(context.get('client')));
    const result = await shared.find(context.req.valid('param').id);
    if (result === undefined) throw notShared();
    return context.json(sharedView(result), 200, keptFor(LIST_AGE_S));
  });

  api.openapi(content, async (context) => {
    setHeaders(context, reads.take(context.get('client')));
    const { id } = context.req.valid('param');
    // What is being sent to others may have been taken back since.
    const taken = (await shared.find(id)) && (await contents.take(id, () => shared.content(id)));
    if (taken === undefined) throw notShared();
    return sendContent(context, taken, {
      ...keptFor(RESULT_AGE_S),
      'content-type': taken.kind === 'image' ? 'image/png' : 'text/plain; charset=utf-8',
    });
  });

  api.openapi(removal, async (context) => {
    setHeaders(context, removals.take(context.get('client')));
    const { id } = context.req.valid('param');
    const about = { taskId: id, operator, nowSeconds: Math.floor(nowMs() / 1_000) };
    if (!(await isSharedRemovalSigned(network, context.req.valid('json'), about)))
      throw new ApiFault(
        'not_the_operator',
        'Only this coordinator’s operator key may do that, and its signature is too old after ten minutes.',
      );
    if (!(await shared.remove(id))) throw notShared();
    return context.json({ id, object: 'shared_result' as const, deleted: true as const }, 200);
  });
}
