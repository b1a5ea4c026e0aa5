import type { ReactNode } from 'react';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import '#web/steps/steps.css';

export type StepState = 'done' | 'current' | 'waiting' | 'blocked';
export interface Step<Id extends string = string> {
  id: Id;
  state: StepState;
  detail: string;
}

const SPOKEN: Record<StepState, MessageKey> = {
  done: 'mine.stepList.done',
  current: 'mine.stepList.next',
  waiting: 'mine.stepList.later',
  blocked: 'mine.stepList.notPossible',
};

interface StepListProps<Id extends string> {
  /** What the steps lead to. */
  label: string;
  steps: readonly Step<Id>[];
  titles: Record<Id, MessageKey>;
  /** The controls of the steps that have any to show. */
  bodies: Partial<Record<Id, ReactNode>>;
}

/** A checklist: which steps are done, and the controls of the next one. */
export function StepList<Id extends string>({ label, steps, titles, bodies }: StepListProps<Id>) {
  return (
    <ol className="steps" aria-label={label}>
      {steps.map(({ id, state, detail }) => (
        <li
          key={id}
          className="step"
          data-state={state}
          aria-label={`${t(titles[id])}: ${t(SPOKEN[state])}`}
          aria-current={state === 'current' ? 'step' : undefined}
        >
          <svg className="step-mark" viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
            <path className="step-egg" d="M12 2c5 0 8 7 8 12 0 5-3 8-8 8s-8-3-8-8C4 9 7 2 12 2Z" />
            {state === 'done' && <path className="step-tick" d="m8 14 3 3 5-6" />}
            {state === 'blocked' && <path className="step-tick" d="m9 11 6 6m0-6-6 6" />}
          </svg>
          <div>
            <h2>{t(titles[id])}</h2>
            <p className="step-detail">{detail}</p>
            {bodies[id]}
          </div>
        </li>
      ))}
    </ol>
  );
}
