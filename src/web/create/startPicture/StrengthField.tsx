import { useId } from 'react';
import { t } from '#web/language/translate.ts';

interface StrengthFieldProps {
  /** 0 to 1. */
  strength: number;
  onStrength: (strength: number) => void;
}

/** Strength in percent, in steps that make a visible difference. */
const RANGE = { min: 5, max: 100, step: 5 } as const;

export function StrengthField({ strength, onStrength }: StrengthFieldProps) {
  const id = useId();
  const percent = Math.round(strength * 100);
  return (
    <div className="field strength">
      <div className="field-head">
        <label htmlFor={id}>{t('create.strengthField.howMuchMayChange')}</label>
        <output htmlFor={id}>{percent} %</output>
      </div>
      <input
        id={id}
        type="range"
        {...RANGE}
        value={percent}
        aria-valuetext={`${percent} %`}
        aria-describedby={`${id}-ends`}
        onChange={(event) => onStrength(Number(event.target.value) / 100)}
      />
      <div id={`${id}-ends`} className="strength-ends muted">
        <span>{t('create.strengthField.littleKeepsThePicture')}</span>
        <span>{t('create.strengthField.allFollowsOnlyThe')}</span>
      </div>
    </div>
  );
}
