import { type PointerEvent, useState } from 'react';
import { formatAmount, fullAmount, isCut } from '#web/money/amount.ts';
import '#web/money/exactAmount.css';

interface ExactAmountProps {
  wei: bigint;
  /** Written after the number. */
  unit?: string;
}

/** A finger does not give a button the focus in every browser. */
function focusOnTouch(event: PointerEvent<HTMLElement>): void {
  if (event.pointerType !== 'mouse') event.currentTarget.focus();
}

/**
 * An amount. Where digits are cut off, all of them show under a pointer, on keyboard focus and on a tap or a
 * long press; screen readers read them as its description.
 */
export function ExactAmount({ wei, unit }: ExactAmountProps) {
  const [focused, setFocused] = useState(false);
  const withUnit = (number: string) => (unit === undefined ? number : `${number} ${unit}`);
  const shown = withUnit(formatAmount(wei));
  if (!isCut(wei)) return shown;
  const all = withUnit(fullAmount(wei));
  return (
    <button
      type="button"
      className="cut-amount"
      title={all}
      onPointerDown={focusOnTouch}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setFocused(false);
      }}
    >
      {shown}
      {focused && (
        // Its description says the same.
        <span className="all-digits digits" aria-hidden="true">
          {all}
        </span>
      )}
    </button>
  );
}
