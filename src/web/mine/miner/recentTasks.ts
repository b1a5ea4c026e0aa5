import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { RECENT_TASKS, type RecentTask } from '#miner/status/minerStatus.ts';
import { hashField } from '#protocol/fields.ts';
import { keptOnNetwork } from '#web/storage/keptOnNetwork.ts';

const recentSchema = z.array(
  z.object({
    taskId: hashField,
    kind: z.enum(['image', 'text']),
    model: z.string(),
    seconds: z.number(),
    amountWei: z.string().regex(/^\d+$/),
    at: z.number(),
  }),
);

/** The newest tasks of this browser's miner, over reloads. */
export const keptRecentTasks = (
  network: NetworkConfig,
  open?: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
) => keptOnNetwork(network, 'recent', recentSchema, open);

/** The tasks of this page load before those of earlier ones, each once. */
export function withEarlier(recent: readonly RecentTask[], earlier: readonly RecentTask[]): RecentTask[] {
  const own = new Set(recent.map(({ taskId }) => taskId));
  return [...recent, ...earlier.filter(({ taskId }) => !own.has(taskId))].slice(0, RECENT_TASKS);
}
