import { createRoute } from '@hono/zod-openapi';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { Quota } from '#coordinator/api/http/quota.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import type { NodeRecord, NodeRecords } from '#coordinator/records/nodeRecords.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import { type ApiNodeRecord, apiNodeQuerySchema, apiNodeRecordsSchema } from '#protocol/messages/apiNode.ts';

/**
 * What a client may ask for: a page that lists all nodes takes some pages, and looks again in half a
 * minute.
 */
const NODE_QUOTA = { requests: 120, periodSeconds: 60 };

const list = createRoute({
  method: 'get',
  path: '/v1/network/nodes',
  summary:
    'What this coordinator knows of the miners that worked for it: audits, calls answered, and when each was last seen',
  request: { query: apiNodeQuerySchema },
  responses: {
    200: jsonContent(apiNodeRecordsSchema, 'The nodes, ascending by id'),
    default: jsonContent(apiErrorSchema, 'No answer; `error` says why'),
  },
});

export function addNodeRoutes(
  api: Api,
  { nodes, uptimeMs }: { nodes: Pick<NodeRecords, 'page'>; uptimeMs(): number },
): void {
  const quota = new Quota(NODE_QUOTA, uptimeMs);
  api.openapi(list, async (context) => {
    setHeaders(context, quota.take(context.get('client')));
    const { after, limit } = context.req.valid('query');
    const { records, hasMore } = await nodes.page(after, limit);
    return context.json({ object: 'list' as const, data: records.map(recordView), has_more: hasMore }, 200);
  });
}

const recordView = ({ nodeId, isOnline, seenAtMs, results, calls }: NodeRecord): ApiNodeRecord => ({
  ...{ node: nodeId.toString(), object: 'node_record', online: isOnline },
  last_seen_at: seenAtMs === undefined ? null : Math.floor(seenAtMs / 1_000),
  results: results ?? null,
  calls,
});
