import { expect, it } from 'vitest';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { RECENT_TASKS, type RecentTask } from '#miner/status/minerStatus.ts';
import { keptRecentTasks, withEarlier } from '#web/mine/miner/recentTasks.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

const NETWORK = { chainId: 7, contracts: { staking: '0x01' } } as unknown as NetworkConfig;
const taskAt = (at: number): RecentTask => ({
  taskId: `0x${String(at).padStart(64, '0')}`,
  ...{ kind: 'text', model: 'tales', seconds: 1, amountWei: '5', at },
});

it('keptRecentTasks gives the tasks back after a reload', () => {
  const storage = memoryStorage();
  keptRecentTasks(NETWORK, () => storage).write([taskAt(1)]);
  expect(keptRecentTasks(NETWORK, () => storage).read()).toEqual([taskAt(1)]);
});

it('keptRecentTasks gives nothing where an amount is no number', () => {
  const storage = memoryStorage();
  keptRecentTasks(NETWORK, () => storage).write([{ ...taskAt(1), amountWei: 'much' }]);
  expect(keptRecentTasks(NETWORK, () => storage).read()).toBeUndefined();
});

it('withEarlier puts this page load’s tasks first and each once', () => {
  expect(withEarlier([taskAt(3), taskAt(2)], [taskAt(2), taskAt(1)])).toEqual([3, 2, 1].map(taskAt));
});

it('withEarlier keeps as many as a miner does', () => {
  const earlier = Array.from({ length: RECENT_TASKS }, (_, at) => taskAt(at));
  expect(withEarlier([taskAt(99)], earlier)).toEqual([taskAt(99), ...earlier.slice(0, -1)]);
});
