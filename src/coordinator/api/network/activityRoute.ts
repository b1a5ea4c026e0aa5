import { createRoute } from '@hono/zod-openapi';
import { formatEther } from 'viem';
import type { Roster } from '#chain/roster.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import { isPresent, type MinerPool } from '#coordinator/miners/minerPool.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import type { Delivered, TaskStore } from '#coordinator/store/taskStore.ts';
import { type ApiActivity, apiActivitySchema, apiErrorSchema } from '#protocol/messages/api.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/network/activity',
  summary: 'What goes on here: miners online, the queue, what was delivered and paid lately',
  responses: {
    200: jsonContent(apiActivitySchema, 'The activity'),
    default: jsonContent(apiErrorSchema, 'No answer; `error` says why'),
  },
});

/** How long the counted work is given again, in ms, however many ask: to count it reads a day of tasks. */
export const COUNT_MS = 10_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What the database knows. */
type Counted = Pick<ApiActivity, 'last_hour' | 'paid_today_cai' | 'as_of'> & {
  tasksOf: ReadonlyMap<string, number>;
};

export interface ActivityDeps {
  store: Pick<TaskStore, 'delivered'>;
  pool: Pick<MinerPool, 'size' | 'serving'>;
  roster: { epoch(): Pick<Roster, 'miners'> };
  catalogue: { models: readonly { manifest: { id: string } }[] };
  board: Pick<TaskBoard, 'queued'>;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

export function addActivityRoute(api: Api, deps: ActivityDeps): void {
  const { store, pool, board, nowMs, uptimeMs } = deps;
  let counted: Promise<Counted> | undefined;
  let until = 0;
  const count = (): Promise<Counted> => {
    if (counted === undefined || uptimeMs() >= until) {
      until = uptimeMs() + COUNT_MS;
      counted = countedAt(store, nowMs());
      // What failed is not kept: the next client asks again.
      counted.catch(() => (counted = undefined));
    }
    return counted;
  };
  api.openapi(route, async (context) => {
    const { tasksOf, ...counted } = await count();
    const models = deps.catalogue.models.map(({ manifest: { id } }) => ({
      ...{ id, tasks: tasksOf.get(id) ?? 0 },
      stake_cai: formatEther(onlineStake(deps, id)),
    }));
    const now = { miners_online: pool.size, queued: board.queued().length, models };
    return context.json({ object: 'activity' as const, ...now, ...counted }, 200);
  });
}

/** Of the miners that would be asked for a task of this model, in wei. */
function onlineStake({ pool, roster, uptimeMs }: ActivityDeps, model: string): bigint {
  const now = uptimeMs();
  const present = pool.serving(model).filter((session) => isPresent(session, now));
  const online = new Set(present.map(({ operator }) => operator));
  return roster
    .epoch()
    .miners.filter(({ operator }) => online.has(operator))
    .reduce((sum, { weight }) => sum + weight, 0n);
}

async function countedAt(store: ActivityDeps['store'], nowMs: number): Promise<Counted> {
  const [hour, today] = await Promise.all([
    store.delivered(nowMs - HOUR_MS),
    store.delivered(nowMs - (nowMs % DAY_MS)),
  ]);
  const sumOf = (kind: Delivered['kind'], what: 'results' | 'units') =>
    hour.filter((each) => each.kind === kind).reduce((sum, each) => sum + each[what], 0);
  return {
    last_hour: {
      tasks: hour.reduce((sum, { results }) => sum + results, 0),
      images: sumOf('image', 'results'),
      tokens: sumOf('text', 'units'),
    },
    tasksOf: new Map(hour.map(({ model, results }) => [model, results])),
    paid_today_cai: formatEther(today.reduce((sum, { paidWei }) => sum + paidWei, 0n)),
    as_of: Math.floor(nowMs / 1_000),
  };
}
