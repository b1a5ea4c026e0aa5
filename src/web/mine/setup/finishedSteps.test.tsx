import { expect, it } from 'vitest';
import { FinishedSetup } from '#web/mine/setup/FinishedSetup.tsx';
import { finishedSteps } from '#web/mine/setup/finishedSteps.ts';
import type { StepId } from '#web/mine/setup/mineSteps.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import type { StepState } from '#web/steps/StepList.tsx';

const steps = (stake: StepState) => [
  ...(['gpu', 'wallet'] as const).map((id) => ({ id, state: 'done' as const, detail: '' })),
  { id: 'stake' as const, state: stake, detail: '20,000 CAI bonded.' },
  { id: 'run' as const, state: 'current' as const, detail: '' },
];
const ids = (shown: readonly { id: StepId }[]) => shown.map(({ id }) => id);

it('folds the finished steps while the tab mines in one column', () => {
  const { finished, shown } = finishedSteps(steps('done'), { running: true, oneColumn: true });
  expect(ids(finished)).toEqual(['gpu', 'wallet', 'stake']);
  expect(ids(shown)).toEqual(['run']);
  const html = renderPage(<FinishedSetup steps={finished} bodies={{}} />);
  expect(html).toMatch(/^<details class="finished-setup"><summary>Setup: all steps are done<\/summary>/);
  expect(html).toContain('20,000 CAI bonded.');
});

it.each([
  ['it does not mine', 'done', { running: false, oneColumn: true }],
  ['the status stands beside them', 'done', { running: true, oneColumn: false }],
  ['one is open again', 'current', { running: true, oneColumn: true }],
] as const)('folds none while %s', (_case, stake, page) => {
  expect(finishedSteps(steps(stake), page)).toEqual({ finished: [], shown: steps(stake) });
});
