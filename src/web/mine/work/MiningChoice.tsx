import { type ReactNode, useId } from 'react';

interface MiningChoiceProps {
  name: string;
  note: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
}

/** A box to tick, with what it means below its name. */
export function MiningChoice({ name, note, checked, onChange, children }: MiningChoiceProps) {
  const id = useId();
  return (
    <div className="model">
      <input id={id} type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
      <span>
        <label htmlFor={id}>{name}</label>
        <small className="muted">{note}</small>
        {children}
      </span>
    </div>
  );
}
