import type { Hex } from 'viem';
import type { ApiTask } from '#protocol/messages/api.ts';

/** What cancels a task. */
export interface TaskHandle {
  readonly id: Hex;
  readonly key: string;
}

/** A salt of the visitor's own, and the secret from which it follows (`chosenBy`). */
export interface OwnSalt {
  salt?: Hex;
  saltSecret?: Hex;
}

/** News of a task while its answer is awaited. */
export interface OrderNews {
  onStart(task: TaskHandle | null): void;
  onTask(task: ApiTask): void;
}
