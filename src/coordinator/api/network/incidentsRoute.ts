import { createRoute } from '@hono/zod-openapi';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import type { IncidentStore } from '#coordinator/incidents/incidentStore.ts';
import { KEPT_MS } from '#coordinator/incidents/incidentWatch.ts';
import { type ApiIncidents, apiErrorSchema, apiIncidentsSchema } from '#protocol/messages/api.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/network/incidents',
  summary: 'What went wrong here in the last days: since when, and how long',
  responses: {
    200: jsonContent(apiIncidentsSchema, 'The incidents, the newest first'),
    default: jsonContent(apiErrorSchema, 'No answer; `error` says why'),
  },
});

/** How long an answer is given again, in ms, however many ask. */
const KEPT_ANSWER_MS = 5_000;

export interface IncidentsDeps {
  incidents: Pick<IncidentStore, 'newest' | 'looks'>;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

export function addIncidentsRoute(api: Api, { incidents, nowMs, uptimeMs }: IncidentsDeps): void {
  let answer: Promise<ApiIncidents> | undefined;
  let until = 0;
  const read = (): Promise<ApiIncidents> => {
    if (answer === undefined || uptimeMs() >= until) {
      until = uptimeMs() + KEPT_ANSWER_MS;
      answer = answerAt(incidents, nowMs());
      // What failed is not kept: the next client asks again.
      answer.catch(() => (answer = undefined));
    }
    return answer;
  };
  api.openapi(route, async (context) => context.json(await read(), 200));
}

async function answerAt(incidents: IncidentsDeps['incidents'], nowMs: number): Promise<ApiIncidents> {
  const [newest, looks] = await Promise.all([incidents.newest(), incidents.looks()]);
  const since = Math.max(looks?.firstMs ?? nowMs, nowMs - KEPT_MS);
  return {
    object: 'list',
    since: seconds(since),
    data: newest.map(({ kind, fromMs, toMs }) => ({
      ...{ kind, from: seconds(fromMs) },
      to: toMs === null ? null : seconds(toMs),
    })),
  };
}

const seconds = (ms: number) => Math.floor(ms / 1_000);
