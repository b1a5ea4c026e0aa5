import type { Logger } from 'pino';
import { type Repeated, repeat } from '#coordinator/eventLoop/repeat.ts';
import type { SharedResults } from '#coordinator/shared/sharedResults.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';

const FORGET_MS = 3_600_000;
/** Prompts and results are deleted a day after a task's end; its payment is kept. */
const CONTENTS_KEPT_MS = 24 * 3_600_000;

/** Deletes prompts and results once they are old, and what was shared once its time is over. */
export function forgetContents(deps: {
  store: Pick<TaskStore, 'forgetContents'>;
  shared: Pick<SharedResults, 'prune'>;
  log: Logger;
  nowMs(): number;
}): Repeated {
  const { store, shared, log, nowMs } = deps;
  return repeat(log, 'delete old prompts and results', FORGET_MS, async () => {
    await store.forgetContents(nowMs() - CONTENTS_KEPT_MS);
    await shared.prune();
  });
}
