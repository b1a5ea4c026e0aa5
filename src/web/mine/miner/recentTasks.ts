import { z } from 'zod';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { RECENT_TASKS, type RecentTask } from '#miner/status/minerStatus.ts';
import { hashField } from '#protocol/fields.ts';
import { keptValue } from '#web/storage/keptValue.ts';

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
  { chainId, contracts }: NetworkConfig,
  open: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = () => localStorage,
) => keptValue(open, `cuckoo.recent.${chainId}.${contracts.staking}`, recentSchema);

/** The tasks of this page load before those of earlier ones, each once. */
export function withEarlier(recent: readonly RecentTask[], earlier: readonly RecentTask[]): RecentTask[] {
  const own = new Set(recent.map(({ taskId }) => taskId));
  return [...recent, ...earlier.filter(({ taskId }) => !own.has(taskId))].slice(0, RECENT_TASKS);
}
