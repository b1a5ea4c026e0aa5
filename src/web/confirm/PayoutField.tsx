import { useId, useState } from 'react';
import type { Address } from 'viem';
import { ADDRESS_SENTENCES, parseAddress } from '#web/confirm/payoutAddress.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** Where CAI is paid out: the wallet itself, or another address that was typed and checked. */
export function usePayout(wallet: Address) {
  const { config } = useNetwork();
  const [elsewhere, setElsewhere] = useState(false);
  const [text, setText] = useState('');
  const [checked, setChecked] = useState(false);
  const parsed = parseAddress(text, Object.values(config.contracts));
  const other = parsed.ok ? parsed.address : undefined;
  return {
    elsewhere,
    setElsewhere,
    text,
    // Another address is another one to check.
    setText: (next: string) => {
      setText(next);
      setChecked(false);
    },
    checked,
    setChecked,
    other,
    sentence: parsed.ok ? null : ADDRESS_SENTENCES[parsed.problem],
    /** Undefined until the other address is complete and checked. */
    to: elsewhere ? (checked ? other : undefined) : wallet,
  };
}

export type Payout = ReturnType<typeof usePayout>;

interface PayoutFieldProps {
  payout: Payout;
  /** What is sent there, for the label: “rewards”. */
  what: string;
  readOnly: boolean;
}

/** Offers to pay out to another address, which has to be looked at once more. */
export function PayoutField({ payout, what, readOnly }: PayoutFieldProps) {
  const id = useId();
  return (
    <div className="payout">
      <p className="choice">
        <input
          id={`${id}-elsewhere`}
          type="checkbox"
          checked={payout.elsewhere}
          disabled={readOnly}
          onChange={(event) => payout.setElsewhere(event.target.checked)}
        />
        <label htmlFor={`${id}-elsewhere`}>Send {what} to another address</label>
      </p>
      {payout.elsewhere && (
        <>
          <div className="field">
            <label htmlFor={`${id}-address`}>Address for {what}</label>
            <input
              id={`${id}-address`}
              type="text"
              className="mono"
              autoComplete="off"
              spellCheck={false}
              placeholder="0x…"
              value={payout.text}
              readOnly={readOnly}
              aria-invalid={payout.sentence !== null}
              aria-describedby={`${id}-problem`}
              onChange={(event) => payout.setText(event.target.value)}
            />
            <p id={`${id}-problem`} className="field-problem" aria-live="polite">
              {payout.sentence ?? ''}
            </p>
          </div>
          {payout.other !== undefined && (
            <p className="choice">
              <input
                id={`${id}-checked`}
                type="checkbox"
                checked={payout.checked}
                disabled={readOnly}
                onChange={(event) => payout.setChecked(event.target.checked)}
              />
              <label htmlFor={`${id}-checked`}>
                I have compared every digit: <code>{payout.other}</code>. CAI sent to a wrong address is lost.
              </label>
            </p>
          )}
        </>
      )}
    </div>
  );
}
