import { useId, useState } from 'react';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { useKeptFocus } from '#web/action/keptFocus.ts';
import { t } from '#web/language/translate.ts';
import { amountSentence, exactAmount, formatCai, parseAmount, readBack } from '#web/money/amount.ts';

/** State of an amount field: the text, and the wei that it means when it can be used. */
interface Amount {
  text: string;
  setText(text: string): void;
  maximum: bigint | undefined;
  wei: bigint | undefined;
  sentence: string | null;
  /** How the text was read, where a reader elsewhere may read it differently. */
  readAs: string | null;
}

/** An amount whose text is kept elsewhere, such as in a draft. */
export function amountOf(text: string, setText: Amount['setText'], maximum: bigint | undefined): Amount {
  const parsed = parseAmount(text, maximum);
  return {
    ...{ text, setText, maximum },
    wei: parsed.ok ? parsed.wei : undefined,
    sentence: parsed.ok ? null : amountSentence(parsed.problem, maximum),
    readAs: parsed.ok ? readBack(text, parsed.wei) : null,
  };
}

/** An amount whose text lasts as long as its form. */
export function useAmount(maximum: bigint | undefined, initial = ''): Amount {
  const [text, setText] = useState(initial);
  return amountOf(text, setText, maximum);
}

interface AmountFieldProps {
  label: string;
  amount: Amount;
  /** What the maximum is, e.g. “In your wallet”. Without it any amount will do, and there is no “All”. */
  source?: string;
  /** The field keeps the focus, which a disabled one would lose. */
  readOnly?: boolean;
  /** Enter in the field, with an amount that can be used. */
  onEnter: (wei: bigint) => void;
}

export function AmountField({ label, amount, source, readOnly = false, onEnter }: AmountFieldProps) {
  const id = useId();
  const { maximum } = amount;
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        <span className="muted">
          {maximum === undefined || source === undefined ? '' : `${source}: ${formatCai(maximum)}`}
        </span>
      </div>
      <div className="amount">
        <input
          id={id}
          ref={useKeptFocus<HTMLInputElement>()}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          placeholder="0"
          value={amount.text}
          readOnly={readOnly}
          aria-invalid={amount.sentence !== null}
          aria-describedby={`${id}-problem`}
          onChange={(event) => amount.setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !readOnly && amount.wei !== undefined) onEnter(amount.wei);
          }}
        />
        <span className="amount-unit">CAI</span>
        {source !== undefined && (
          <ActionButton
            className="small"
            label={t('shell.amountField.labelUseAll', { label })}
            unavailable={
              maximum === undefined
                ? t('shell.transactionButton.readingBalance')
                : maximum === 0n
                  ? t('shell.amount.nothingYet')
                  : undefined
            }
            busy={readOnly}
            onClick={() => amount.setText(exactAmount(maximum ?? 0n))}
          >
            {t('shell.amountField.all')}
          </ActionButton>
        )}
      </div>
      {/* One line for either: what is below does not move. */}
      <p
        id={`${id}-problem`}
        className={amount.sentence === null ? 'field-problem muted' : 'field-problem'}
        aria-live="polite"
      >
        {amount.sentence ??
          (amount.readAs === null ? '' : t('shell.amountField.thatIsReadas', { readAs: amount.readAs }))}
      </p>
    </div>
  );
}
