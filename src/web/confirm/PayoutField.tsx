import { useId, useState } from 'react';
import type { Address } from 'viem';
import { AddressField, useCheckedAddress } from '#web/confirm/AddressField.tsx';
import { t } from '#web/language/translate.ts';

/** Where CAI is paid out: the wallet itself, or another address that was typed and checked. */
export function usePayout(wallet: Address) {
  const [elsewhere, setElsewhere] = useState(false);
  const other = useCheckedAddress();
  /** Undefined until the other address is complete and checked. */
  const to = elsewhere ? other.address : wallet;
  const missing = to === undefined ? t('staking.payoutField.compareFirst') : undefined;
  return { elsewhere, setElsewhere, other, to, missing };
}

interface PayoutFieldProps {
  payout: ReturnType<typeof usePayout>;
  /** What is sent there. */
  what: 'rewards' | 'withdrawals';
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
        <label htmlFor={id}>{t('staking.payoutField.sendWhatToAnother', { what })}</label>
      </p>
      {payout.elsewhere && (
        <AddressField
          field={payout.other}
          label={t('staking.payoutField.addressForWhat', { what })}
          warning={t('staking.payoutField.caiSentToA')}
          readOnly={readOnly}
        />
      )}
    </div>
  );
}
