import { useId } from 'react';

interface RadioSwitchProps<Option extends string> {
  /** What is chosen. */
  label: string;
  options: readonly Option[];
  nameOf: (option: Option) => string;
  chosen: Option;
  onChoose: (option: Option) => void;
}

/** A few choices side by side, of which one is taken. */
export function RadioSwitch<Option extends string>(props: RadioSwitchProps<Option>) {
  const { label, options, nameOf, chosen, onChoose } = props;
  const name = useId();
  return (
    <div className="switch" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option}>
          <input type="radio" name={name} checked={option === chosen} onChange={() => onChoose(option)} />
          <span>{nameOf(option)}</span>
        </label>
      ))}
    </div>
  );
}
