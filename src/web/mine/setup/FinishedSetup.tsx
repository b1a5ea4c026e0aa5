import type { ReactNode } from 'react';
import { t } from '#web/language/translate.ts';
import { STEP_TITLES, type StepId } from '#web/mine/setup/mineSteps.ts';
import { type Step, StepList } from '#web/steps/StepList.tsx';

interface FinishedSetupProps {
  steps: readonly Step<StepId>[];
  bodies: Partial<Record<StepId, ReactNode>>;
}

/** The steps that led to mining, in one line until somebody wants to read them again. */
export function FinishedSetup({ steps, bodies }: FinishedSetupProps) {
  return (
    <details className="finished-setup">
      <summary>{t('mine.finishedSetup.allDone')}</summary>
      <StepList label={t('mine.stepList.stepsToMining')} steps={steps} titles={STEP_TITLES} bodies={bodies} />
    </details>
  );
}
