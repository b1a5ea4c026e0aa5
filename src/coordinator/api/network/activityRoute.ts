import { createRoute } from '@hono/zod-openapi';
import { formatEther } from 'viem';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
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

type Counted = Pick<ApiActivity, 'last_hour' | 'paid_today_cai' | 'as_of'>;

export interface ActivityDeps {
  store: Pick<TaskStore, 'delivered'>;
  pool: Pick<MinerPool, 'size'>;
  board: Pick<TaskBoard, 'queued'>;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

export function addActivityRoute(api: Api, { store, pool, board, nowMs, uptimeMs }: ActivityDeps): void {
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
    const now = { miners_online: pool.size, queued: board.queued().length };
    return context.json({ object: 'activity' as const, ...now, ...(await count()) }, 200);
  });
}

async function countedAt(store: ActivityDeps['store'], nowMs: number): Promise<Counted> {
  const [hour, today] = await Promise.all([
    store.delivered(nowMs - HOUR_MS),
    store.delivered(nowMs - (nowMs % DAY_MS)),
  ]);
  const of = (kind: Delivered['kind']) => hour.find((each) => each.kind === kind);
  return {
    last_hour: {
      tasks: hour.reduce((sum, { results }) => sum + results, 0),
      images: of('image')?.results ?? 0,
      tokens: of('text')?.units ?? 0,
    },
    paid_today_cai: formatEther(today.reduce((sum, { paidWei }) => sum + paidWei, 0n)),
    as_of: Math.floor(nowMs / 1_000),
  };
}
