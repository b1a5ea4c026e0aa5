import type { StepId } from '#web/mine/setup/mineSteps.ts';
import type { Step } from '#web/steps/StepList.tsx';

interface ShownSteps {
  /** In one line; empty until all of them are done. */
  finished: readonly Step<StepId>[];
  shown: readonly Step<StepId>[];
}

/**
 * Which steps a page with one column folds: once it mines, all that led there. A step that is open again,
 * as that of a bond which has become too small, brings all back.
 */
export function finishedSteps(
  steps: readonly Step<StepId>[],
  { running, oneColumn }: { running: boolean; oneColumn: boolean },
): ShownSteps {
  const setup = steps.filter(({ id }) => id !== 'run');
  if (!running || !oneColumn || setup.some(({ state }) => state !== 'done'))
    return { finished: [], shown: steps };
  return { finished: setup, shown: steps.filter(({ id }) => id === 'run') };
}
