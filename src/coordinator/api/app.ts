import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import { addChatRoute } from '#coordinator/api/chat/chatRoute.ts';
import { addCaseRoutes } from '#coordinator/api/court/caseRoutes.ts';
import { addEvidenceRoutes } from '#coordinator/api/court/evidenceRoutes.ts';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { bodyRuleOf, IMAGE_EDITS_PATH, readsItself } from '#coordinator/api/http/bodyRule.ts';
import { clientAddress } from '#coordinator/api/http/clientAddress.ts';
import type { Api, ApiEnv } from '#coordinator/api/http/env.ts';
import type { Quota } from '#coordinator/api/http/quota.ts';
import { faultOf, faultOfInput, tooLarge } from '#coordinator/api/http/requestFault.ts';
import { setHeaders } from '#coordinator/api/http/setHeaders.ts';
import { addImageEditRoute } from '#coordinator/api/images/imageEditRoute.ts';
import { addImageRoute } from '#coordinator/api/images/imageRoute.ts';
import { addActivityRoute } from '#coordinator/api/network/activityRoute.ts';
import { addFaucetRoute } from '#coordinator/api/network/faucetRoute.ts';
import { addHealthRoutes, type HealthDeps } from '#coordinator/api/network/healthRoutes.ts';
import { addIncidentsRoute, type IncidentsDeps } from '#coordinator/api/network/incidentsRoute.ts';
import { addModelRoutes } from '#coordinator/api/network/modelRoutes.ts';
import { addNetworkRoute } from '#coordinator/api/network/networkRoute.ts';
import { addNodeRoutes } from '#coordinator/api/network/nodeRoutes.ts';
import { addTaskListRoute } from '#coordinator/api/network/taskListRoute.ts';
import { addSharedRoutes } from '#coordinator/api/shared/sharedRoutes.ts';
import { addShareRoutes } from '#coordinator/api/shared/shareRoutes.ts';
import type { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import type { TaskAccess } from '#coordinator/api/tasks/taskAccess.ts';
import type { TaskDesk } from '#coordinator/api/tasks/taskDesk.ts';
import { addTaskRoutes } from '#coordinator/api/tasks/taskRoute.ts';
import type { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { CourtService } from '#coordinator/court/court.ts';
import { processSlice } from '#coordinator/eventLoop/loopSlice.ts';
import type { FaucetSponsor } from '#coordinator/faucet/faucetSponsor.ts';
import type { NodeRecords } from '#coordinator/records/nodeRecords.ts';
import type { TaskList } from '#coordinator/records/taskList.ts';
import type { Scheduler } from '#coordinator/scheduler/scheduler.ts';
import type { SharedResults } from '#coordinator/shared/sharedResults.ts';
import { FINISH_HEADER, TASK_HEADER, TASK_KEY_HEADER } from '#protocol/messages/api.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

export interface ApiDeps extends HealthDeps {
  network: NetworkIdentity;
  relay: { peerId: string; multiaddrs(): string[] };
  desk: TaskDesk;
  salts: OwnSalts;
  scheduler: Scheduler;
  access: TaskAccess;
  catalogue: ModelCatalogue;
  nodes: NodeRecords;
  tasks: TaskList;
  shared: SharedResults;
  incidents: IncidentsDeps['incidents'];
  sponsor: FaucetSponsor | undefined;
  taskQuota: Quota;
  faucetQuota: Quota;
  /** How many proxies of ours stand in front. */
  proxies: number;
  /** Undefined where no cases are followed. */
  court: CourtService['shown'] | undefined;
  publicUrl: string | undefined;
  log: Logger;
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** Headers that every answer exposes. Any page may call the API: there are no cookies or keys to steal. */
const EXPOSED = [
  TASK_HEADER,
  TASK_KEY_HEADER,
  FINISH_HEADER,
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
  'retry-after',
];
/** A request that is refused for its form, or for want of room or money, has cost no miner anything. */
const REFUNDED: readonly number[] = [400, 404, 413, 429, 503];
const SPENDING_PATHS = ['/v1/images/generations', IMAGE_EDITS_PATH, '/v1/chat/completions'];

/** The coordinator's HTTP API. */
export function createApi(deps: ApiDeps): Api {
  const api: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: (checked) => {
      if (!checked.success) throw faultOfInput(checked.error);
    },
  });
  api.use(cors({ origin: '*', exposeHeaders: EXPOSED }));
  api.use(async (context, next) => {
    const started = performance.now();
    context.set('client', clientAddress(context, deps.proxies));
    await next();
    context.header('x-content-type-options', 'nosniff');
    context.header('cross-origin-resource-policy', 'cross-origin');
    const labels = {
      method: context.req.method,
      route: routePath(context, -1),
      status: String(context.res.status),
    };
    deps.metrics.requests.observe(labels, (performance.now() - started) / 1_000);
  });
  api.use((context, next) => {
    const { path } = context.req;
    if (readsItself(path)) return next();
    const onError = () => {
      throw tooLarge(path);
    };
    return bodyLimit({ maxSize: bodyRuleOf(path).bytes, onError })(context, next);
  });
  for (const path of SPENDING_PATHS) {
    // Only what spends a miner's time counts: a page that is loaded over and over takes nobody's quota.
    api.post(path, async (context, next) => {
      setHeaders(context, deps.taskQuota.take(context.get('client')));
      await orderArrives(context);
      // To check an order and put it on the board is the longest part: again a few at a time.
      await processSlice.pause();
      await next();
      if (!REFUNDED.includes(context.res.status)) return;
      setHeaders(context, deps.taskQuota.refund(context.get('client')));
    });
  }

  addImageRoute(api, deps);
  addImageEditRoute(api, deps);
  addChatRoute(api, deps);
  addModelRoutes(api, { ...deps, startedAt: deps.nowMs() });
  addTaskRoutes(api, deps);
  addNetworkRoute(api, { ...deps, operator: deps.desk.coordinator, quota: deps.taskQuota.rule });
  addActivityRoute(api, deps);
  addIncidentsRoute(api, deps);
  addNodeRoutes(api, deps);
  addTaskListRoute(api, deps);
  addShareRoutes(api, deps);
  addSharedRoutes(api, { ...deps, operator: deps.desk.coordinator });
  addFaucetRoute(api, { sponsor: deps.sponsor, quota: deps.faucetQuota });
  addHealthRoutes(api, deps);
  if (deps.court !== undefined) {
    addCaseRoutes(api, { ...deps.court, uptimeMs: deps.uptimeMs });
    addEvidenceRoutes(api, { ...deps.court, uptimeMs: deps.uptimeMs });
  }
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Cuckoo coordinator',
      version: '1',
      description: 'Images and text generated in browser tabs, through an OpenAI-compatible API.',
    },
  });

  api.notFound((context) =>
    answer(
      context,
      deps,
      new ApiFault('no_route', 'No route has this method and path. /openapi.json lists the routes.'),
    ),
  );
  api.onError((error, context) => answer(context, deps, faultOf(error, context, deps.log)));
  return api;
}

/** Resolves when a JSON body is here. The route reads it again from the request's cache, or refuses it. */
async function orderArrives({ req }: Context<ApiEnv>): Promise<void> {
  if (req.header('content-type')?.includes('json')) await req.json().catch(() => undefined);
}

function answer(context: Context, { metrics }: ApiDeps, fault: ApiFault): Response {
  metrics.refusals.inc({ code: fault.code });
  return context.json(fault.toJSON(), fault.status, { ...fault.details.headers });
}
