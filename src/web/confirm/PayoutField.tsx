import { useId, useState } from 'react';
import type { Address } from 'viem';
import { AddressField, useCheckedAddress } from '#web/confirm/AddressField.tsx';

/** Where CAI is paid out: the wallet itself, or another address that was typed and checked. */
export function usePayout(wallet: Address) {
  const [elsewhere, setElsewhere] = useState(false);
  const other = useCheckedAddress();
  /** Undefined until the other address is complete and checked. */
  const to = elsewhere ? other.address : wallet;
  return { elsewhere, setElsewhere, other, to };
}

interface PayoutFieldProps {
  payout: ReturnType<typeof usePayout>;
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
          id={id}
          type="checkbox"
          checked={payout.elsewhere}
          disabled={readOnly}
          onChange={(event) => payout.setElsewhere(event.target.checked)}
        />
        <label htmlFor={id}>Send {what} to another address</label>
      </p>
      {payout.elsewhere && (
        <AddressField
          field={payout.other}
          label={`Address for ${what}`}
          warning="CAI sent to a wrong address is lost."
          readOnly={readOnly}
        />
      )}
    </div>
  );
}
