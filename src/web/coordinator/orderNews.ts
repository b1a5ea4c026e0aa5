import type { Hex } from 'viem';
import type { ApiTask } from '#protocol/messages/api.ts';

/** News of a task while its answer is awaited. */
export interface OrderNews {
  onStart(taskId: Hex | null): void;
  onTask(task: ApiTask): void;
}
