import type { ReactNode } from 'react';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import type { Step, StepId, StepState } from '#web/mine/setup/mineSteps.ts';

const TITLES: Record<StepId, MessageKey> = {
  gpu: 'mine.stepList.gpu',
  wallet: 'mine.stepList.wallet',
  stake: 'mine.stepList.stake',
  register: 'mine.stepList.registration',
  run: 'mine.stepList.mining',
};
const SPOKEN: Record<StepState, MessageKey> = {
  done: 'mine.stepList.done',
  current: 'mine.stepList.next',
  waiting: 'mine.stepList.later',
  blocked: 'mine.stepList.notPossible',
};

/** The checklist. `bodies` are the controls of the steps that have any to show. */
export function StepList({ steps, bodies }: { steps: Step[]; bodies: Partial<Record<StepId, ReactNode>> }) {
  return (
    <ol className="steps" aria-label={t('mine.stepList.stepsToMining')}>
      {steps.map(({ id, state, detail }) => (
        <li
          key={id}
          className="step"
          data-state={state}
          aria-label={`${t(TITLES[id])}: ${t(SPOKEN[state])}`}
          aria-current={state === 'current' ? 'step' : undefined}
        >
          <svg className="step-mark" viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
            <path className="step-egg" d="M12 2c5 0 8 7 8 12 0 5-3 8-8 8s-8-3-8-8C4 9 7 2 12 2Z" />
            {state === 'done' && <path className="step-tick" d="m8 14 3 3 5-6" />}
            {state === 'blocked' && <path className="step-tick" d="m9 11 6 6m0-6-6 6" />}
          </svg>
          <div>
            <h2>{t(TITLES[id])}</h2>
            <p className="step-detail">{detail}</p>
            {bodies[id]}
          </div>
        </li>
      ))}
    </ol>
  );
}
