import { useId } from 'react';
import type { Address } from 'viem';
import { type CheckedConsent, CONSENT_SENTENCES } from '#web/coordinate/setup/checkConsent.ts';
import { Command } from '#web/coordinate/terminal/Command.tsx';
import { newKeyCommand, saveNetworkCommand } from '#web/coordinate/terminal/commands.ts';
import { t } from '#web/language/translate.ts';

interface KeyStepProps {
  owner: Address;
  text: string;
  /** Undefined while it is checked, and while there is none. */
  checked: CheckedConsent | undefined;
  onText: (text: string) => void;
}

/** Where the operator key is made, and the place for its consent. */
export function KeyStep({ owner, text, checked, onText }: KeyStepProps) {
  const id = useId();
  const problem = checked === undefined || checked.ok ? undefined : checked.problem;
  const { origin } = window.location;
  return (
    <div className="step-body">
      <p>{t('coordinate.keyStep.onTheServer')}</p>
      <Command>{saveNetworkCommand(origin)}</Command>
      <Command>{newKeyCommand(owner, origin)}</Command>
      <div className="field">
        <label htmlFor={id}>{t('coordinate.keyStep.consent')}</label>
        <textarea
          id={id}
          className="consent"
          rows={4}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={text}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-problem`}
          onChange={(event) => onText(event.target.value)}
        />
        <p id={`${id}-problem`} className="field-problem" aria-live="polite">
          {problem === undefined ? '' : t(CONSENT_SENTENCES[problem])}
        </p>
      </div>
    </div>
  );
}
