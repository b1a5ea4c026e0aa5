import type { ReactNode } from 'react';
import type { Step, StepId, StepState } from '#web/mine/setup/mineSteps.ts';

const TITLES: Record<StepId, string> = {
  gpu: 'GPU',
  wallet: 'Wallet',
  stake: 'Stake',
  register: 'Registration',
  run: 'Mining',
};
const SPOKEN: Record<StepState, string> = {
  done: 'done',
  current: 'next',
  waiting: 'later',
  blocked: 'not possible',
};

/** The checklist. `bodies` are the controls of the steps that have any to show. */
export function StepList({ steps, bodies }: { steps: Step[]; bodies: Partial<Record<StepId, ReactNode>> }) {
  return (
    <ol className="steps" aria-label="Steps to mining">
      {steps.map(({ id, state, detail }) => (
        <li
          key={id}
          className="step"
          data-state={state}
          aria-label={`${TITLES[id]}: ${SPOKEN[state]}`}
          aria-current={state === 'current' ? 'step' : undefined}
        >
          <svg className="step-mark" viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
            <path className="step-egg" d="M12 2c5 0 8 7 8 12 0 5-3 8-8 8s-8-3-8-8C4 9 7 2 12 2Z" />
            {state === 'done' && <path className="step-tick" d="m8 14 3 3 5-6" />}
            {state === 'blocked' && <path className="step-tick" d="m9 11 6 6m0-6-6 6" />}
          </svg>
          <div>
            <h2>{TITLES[id]}</h2>
            <p className="step-detail">{detail}</p>
            {bodies[id]}
          </div>
        </li>
      ))}
    </ol>
  );
}
