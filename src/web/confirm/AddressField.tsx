import { useId, useState } from 'react';
import { addressSentence, parseAddress } from '#web/confirm/parseAddress.ts';
import { rich } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** An address that is typed or pasted, then compared digit by digit. */
export function useCheckedAddress() {
  const { config } = useNetwork();
  const [text, setText] = useState('');
  const [checked, setChecked] = useState(false);
  const parsed = parseAddress(text, Object.values(config.contracts));
  const read = parsed.ok ? parsed.address : undefined;
  return {
    text,
    // Another address is another one to compare.
    setText: (next: string) => {
      setText(next);
      setChecked(false);
    },
    checked,
    setChecked,
    /** As it was read, compared or not. */
    read,
    sentence: parsed.ok ? null : addressSentence(parsed.problem),
    /** Undefined until it is complete and compared. */
    address: checked ? read : undefined,
  };
}

interface AddressFieldProps {
  field: ReturnType<typeof useCheckedAddress>;
  label: string;
  /** What a wrong address costs. */
  warning: string;
  readOnly: boolean;
}

export function AddressField({ field, label, warning, readOnly }: AddressFieldProps) {
  const id = useId();
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-address`}>{label}</label>
        <input
          id={`${id}-address`}
          type="text"
          className="mono"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="0x…"
          value={field.text}
          readOnly={readOnly}
          aria-invalid={field.sentence !== null}
          aria-describedby={`${id}-problem`}
          onChange={(event) => field.setText(event.target.value)}
        />
        <p id={`${id}-problem`} className="field-problem" aria-live="polite">
          {field.sentence ?? ''}
        </p>
      </div>
      {field.read !== undefined && (
        <p className="choice">
          <input
            id={`${id}-checked`}
            type="checkbox"
            checked={field.checked}
            disabled={readOnly}
            onChange={(event) => field.setChecked(event.target.checked)}
          />
          <label htmlFor={`${id}-checked`}>
            {rich('staking.addressField.iHaveComparedEvery', {
              read: field.read,
              warning,
              code: (part) => <code>{part}</code>,
            })}
          </label>
        </p>
      )}
    </>
  );
}
