import { useId } from 'react';
import type { OptionalNumber } from '#web/create/prompt/optionalNumber.ts';

interface NumberFieldProps {
  label: string;
  /** The default, which applies to an empty field. */
  placeholder: string;
  text: string;
  read: OptionalNumber;
  onChange: (text: string) => void;
}

export function NumberField({ label, placeholder, text, read, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        placeholder={placeholder}
        value={text}
        aria-invalid={read.problem !== null}
        aria-describedby={`${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-problem`} className="field-problem" aria-live="polite">
        {read.problem}
      </p>
    </div>
  );
}
